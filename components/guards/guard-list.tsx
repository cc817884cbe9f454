"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useSearchParams } from "next/navigation";
import { AsOf } from "@/components/clock/as-of.tsx";
import { InstantText } from "@/components/clock/instant-text.tsx";
import { FirstRows } from "@/components/data/first-rows.tsx";
import { Loaded } from "@/components/data/loaded.tsx";
import { replaceUrl } from "@/components/layout/replace-url.ts";
import { Card } from "@/components/ui/card.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { Segmented } from "@/components/ui/segmented.tsx";
import { SkeletonRows } from "@/components/ui/skeleton.tsx";
import type { LaunchGuardDto } from "@/lib/contracts/launch-guards.ts";
import { byUrgency } from "./guard-labels.ts";
import { guardsQuery } from "./queries.ts";
import { VerdictBadge } from "./verdict-badge.tsx";

const verdicts = ["harmful", "undecided", "safe"] as const;
const labels = { all: "All", harmful: "Harmful", undecided: "Cannot tell yet", safe: "Safe" } as const;

/** Launches by verdict: what asks for an act comes first. A part is listed when it is harmful, its method always. */
export function GuardList() {
  const guards = useQuery(guardsQuery);
  const given = useSearchParams().get("verdict");
  const verdict = verdicts.find((one) => one === given) ?? "all";
  return (
    <Card title="Launches under watch" id="guards" flush aside={<AsOf at={guards.dataUpdatedAt} />}>
      <div className="border-line border-b px-4 py-3">
        <Segmented
          label="Verdict"
          options={(["all", ...verdicts] as const).map((value) => ({ value, label: labels[value] }))}
          value={verdict}
          onChoose={(chosen) => replaceUrl({ verdict: chosen === "all" ? "" : chosen })}
        />
      </div>
      <Loaded query={guards} what="The list of launch guards" skeleton={<SkeletonRows rows={4} />}>
        {(list) => {
          const shown = byUrgency(
            list.data.filter(
              ({ kind, verdict: one, lack }) =>
                lack !== "before-counting" && (kind !== "part" || one === "harmful"),
            ),
          ).filter((one) => verdict === "all" || one.verdict === verdict);
          if (shown.length === 0) {
            return (
              <EmptyState
                title={verdict === "all" ? "Nothing was launched yet" : "No launch has this verdict"}
              >
                <p>The watch over a method starts by itself when it is launched.</p>
              </EmptyState>
            );
          }
          return (
            <FirstRows rows={shown} count={20} what="launches">
              {(rows) => (
                <ul className="divide-line divide-y">
                  {rows.map((guard) => (
                    <GuardRow key={guard.id} guard={guard} />
                  ))}
                </ul>
              )}
            </FirstRows>
          );
        }}
      </Loaded>
    </Card>
  );
}

function GuardRow({ guard }: { guard: LaunchGuardDto }) {
  const { activationMethodId, sourceId } = guard;
  const href =
    activationMethodId === null
      ? `/sources/${encodeURIComponent(sourceId ?? "")}`
      : `/launches/${encodeURIComponent(activationMethodId)}`;
  return (
    <li className="px-4 py-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <VerdictBadge verdict={guard.verdict} />
        <Link href={href} className="link hit min-w-0 font-medium break-words">
          {guard.name}
        </Link>
        <span className="text-ink-3 text-sm">
          {guard.kind === "unannounced" ? "unannounced, first opt-in" : "launched"}{" "}
          <InstantText at={guard.launchedAt} style="day" />
        </span>
      </div>
      <p className="mt-1 text-sm">{guard.headline}</p>
      {guard.reasons[0] === undefined ? null : (
        <p className="text-ink-3 mt-0.5 text-sm">{guard.reasons[0]}</p>
      )}
    </li>
  );
}
