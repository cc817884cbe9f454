"use client";

import { useQuery } from "@tanstack/react-query";
import { InstantText } from "@/components/clock/instant-text.tsx";
import { Loaded } from "@/components/data/loaded.tsx";
import { RatingBadge } from "@/components/quality/rating-badge.tsx";
import { Disclosure } from "@/components/ui/disclosure.tsx";
import { Fact, Facts } from "@/components/ui/facts.tsx";
import { Notice } from "@/components/ui/notice.tsx";
import { SkeletonRows } from "@/components/ui/skeleton.tsx";
import type { HoldDetailDto } from "@/lib/contracts/holds.ts";
import { HoldActions } from "./hold-actions.tsx";
import { HoldBadge } from "./hold-badge.tsx";
import { approvalWords, inForceWords, percent } from "./hold-words.ts";
import { holdQuery } from "./queries.ts";

const count = (value: number) => value.toLocaleString("en-US");

/** One hold: what is in force, what Meta says, what was really sent, the way back, and all that happened. */
export function HoldView({ holdId }: { holdId: string }) {
  const query = useQuery(holdQuery(holdId));
  return (
    <Loaded query={query} what="The hold" skeleton={<SkeletonRows rows={5} tall />}>
      {(hold) => (
        <div className="space-y-4">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <HoldBadge hold={hold} />
            <span className="font-medium">{inForceWords(hold)}</span>
          </div>
          {hold.stayReason === null ? null : (
            <Notice tone="amber" title={`It stays at ${percent(hold.share ?? 0)}.`}>
              <p className="first-letter:uppercase">{hold.stayReason} It is looked at again every hour.</p>
            </Notice>
          )}
          <HoldFacts hold={hold} />
          <HoldActions hold={hold} />
          <Disclosure summary="What happened">
            <ol className="border-line ml-1.5 space-y-3 border-l pl-4">
              {hold.events.map(({ at, actorName, text }) => (
                <li key={`${at} ${text}`}>
                  <p className="break-words">{text}</p>
                  <p className="text-ink-3 text-xs">
                    {actorName ?? "Staygreen"}, <InstantText at={at} />
                  </p>
                </li>
              ))}
            </ol>
          </Disclosure>
          {hold.orders.length === 0 ? null : <Orders orders={hold.orders} />}
        </div>
      )}
    </Loaded>
  );
}

function HoldFacts({ hold }: { hold: HoldDetailDto }) {
  const { evidence, since, meta, wayBack } = hold;
  return (
    <Facts>
      <Fact name="Why">
        <span className="break-words">{hold.reason}</span>
      </Fact>
      <Fact name="Of">
        {hold.sources.length === 0 ? "All its sources" : hold.sources.map(({ name }) => name).join(", ")}
      </Fact>
      <Fact
        name="Agreed"
        note={
          hold.state === "asked" ? (
            <>
              Until <InstantText at={hold.expiresAt} />, then it expires.
            </>
          ) : null
        }
      >
        {approvalWords(hold)}
      </Fact>
      {evidence === null ? null : (
        <Fact name="When asked, the guard said" note={evidenceNote(evidence)}>
          {evidence.headline}
        </Fact>
      )}
      {since === null ? null : (
        <Fact
          name="Really sent"
          note={
            <>
              Counted since <InstantText at={since.at} />, when the receiver accepted the order.
            </>
          }
        >
          {since.messages === 0
            ? "Nothing was sent since."
            : `${count(since.messages)} messages were sent since.`}
        </Fact>
      )}
      {hold.dryRun || meta.length === 0 ? null : (
        <Fact
          name="Meta says"
          note="Meta's own state of the numbers it was sent from. A hold of ours does not change it."
        >
          <ul className="space-y-1">
            {meta.map(({ phoneNumberId, name, qualityRating, status }) => (
              <li key={phoneNumberId} className="flex flex-wrap items-center gap-2">
                {name ?? phoneNumberId} <RatingBadge raw={qualityRating} />
                {status === null ? null : <span className="text-ink-2 text-sm">{status}</span>}
              </li>
            ))}
          </ul>
        </Fact>
      )}
      {wayBack.length === 0 ? null : (
        <Fact
          name="The way back"
          note={hold.coolDownUntil === null ? null : "Each step only if nothing speaks against it."}
        >
          <ol className="space-y-0.5 tabular-nums">
            {wayBack.map(({ share, at }) => (
              <li key={share}>
                {percent(share)} from <InstantText at={at} />
              </li>
            ))}
          </ol>
        </Fact>
      )}
      {hold.isKept ? <Fact name="The way back">Kept as it is until somebody lets it go on.</Fact> : null}
    </Facts>
  );
}

function evidenceNote({
  exposures,
  signals,
  interval,
}: NonNullable<HoldDetailDto["evidence"]>): string | null {
  if (exposures === null || signals === null) return null;
  const [low, high] = interval ?? [];
  const isBounded = typeof low === "number" && (low > 0 || typeof high === "number");
  const range = isBounded ? ` Ratio between ${low.toFixed(2)} and ${high?.toFixed(2) ?? "no limit"}.` : "";
  return `${count(signals)} ${signals === 1 ? "signal" : "signals"} after ${count(exposures)} messages.${range}`;
}

const orderNames = { hold: "Hold all sends", pace: "Send a share", release: "Send as usual" } as const;
const orderStates: Readonly<Record<HoldDetailDto["orders"][number]["state"], string>> = {
  waiting: "waits to be sent",
  sending: "is being sent",
  accepted: "accepted",
  failed: "not delivered",
  replaced: "replaced by a newer one",
};

function Orders({ orders }: { orders: HoldDetailDto["orders"] }) {
  return (
    <Disclosure summary={`Orders and answers (${orders.length})`}>
      <ol className="divide-line divide-y">
        {orders.map((order) => (
          <li key={order.id} className="py-2">
            <p className="break-words">
              <span className="font-medium">
                {orderNames[order.kind]}
                {order.kind === "pace" ? `: ${percent(order.share)}` : ""}
              </span>
              {order.dryRun ? " (dry run)" : ""}, {orderStates[order.state]}
            </p>
            <ul className="text-ink-2 mt-1 text-sm">
              {order.attempts.map(({ number, at, detail }) => (
                <li key={number} className="break-words">
                  Try {number}, <InstantText at={at} />: {detail}
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ol>
    </Disclosure>
  );
}
