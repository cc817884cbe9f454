"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { InstantText } from "@/components/clock/instant-text.tsx";
import { Loaded } from "@/components/data/loaded.tsx";
import { useCan } from "@/components/me/me-provider.tsx";
import { Card } from "@/components/ui/card.tsx";
import { Disclosure } from "@/components/ui/disclosure.tsx";
import { SkeletonRows } from "@/components/ui/skeleton.tsx";
import type { HoldDto, HoldSettingsDto } from "@/lib/contracts/holds.ts";
import type { ActivationMethodDto } from "@/lib/contracts/registry.ts";
import { AskHoldForm } from "./ask-hold-form.tsx";
import { HoldBadge } from "./hold-badge.tsx";
import { HoldView } from "./hold-view.tsx";
import { holdSettingsQuery, holdsQuery } from "./queries.ts";

const ended: readonly HoldDto["state"][] = ["declined", "expired", "rehearsed", "released"];

/** Holding the sends of one launch: the hold under way, or the way to ask for one; and those that are over. */
export function HoldCard({ method }: { method: ActivationMethodDto }) {
  const settings = useQuery(holdSettingsQuery);
  const holds = useQuery(holdsQuery(method.id));
  return (
    <Card id="hold" title="Hold sends">
      <Loaded query={settings} what="The settings of holds" skeleton={<SkeletonRows rows={3} />}>
        {(rules) => (
          <Loaded query={holds} what="The holds" skeleton={<SkeletonRows rows={3} />}>
            {({ data }) => <Holds method={method} rules={rules} holds={data} />}
          </Loaded>
        )}
      </Loaded>
    </Card>
  );
}

function Holds({
  method,
  rules,
  holds,
}: {
  method: ActivationMethodDto;
  rules: HoldSettingsDto;
  holds: readonly HoldDto[];
}) {
  const mayHold = useCan("registry.hold");
  const open = holds.find(({ state }) => !ended.includes(state));
  const past = holds.filter(({ state }) => ended.includes(state));
  const runs = method.state === "launched" || method.state === "held";
  return (
    <div className="space-y-4">
      {open !== undefined ? (
        <HoldView holdId={open.id} />
      ) : rules.mode === "off" ? (
        <SwitchedOff />
      ) : !runs ? (
        <p className="text-ink-2">There is nothing to hold: the method is {method.state}.</p>
      ) : (
        <>
          <p className="text-ink-2 max-w-prose">{ruleWords(rules)}</p>
          {mayHold ? (
            <Disclosure summary={rules.mode === "live" ? "Ask for a hold" : "Ask for a dry run of a hold"}>
              <AskHoldForm methodId={method.id} rules={rules} />
            </Disclosure>
          ) : null}
        </>
      )}
      {past.length === 0 ? null : (
        <Disclosure summary={`Earlier holds (${past.length})`}>
          <ol className="divide-line divide-y">
            {past.map((hold) => (
              <li key={hold.id} className="py-3">
                <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
                  <HoldBadge hold={hold} />
                  <span className="text-ink-2 text-sm">
                    asked by {hold.askedBy}, <InstantText at={hold.askedAt} />
                  </span>
                </p>
                <p className="text-ink-2 mt-1 text-sm break-words">{hold.reason}</p>
                <Disclosure summary="What happened">
                  <HoldView holdId={hold.id} />
                </Disclosure>
              </li>
            ))}
          </ol>
        </Disclosure>
      )}
    </div>
  );
}

function SwitchedOff() {
  const maySet = useCan("organization.write");
  return (
    <p className="text-ink-2 max-w-prose">
      Staygreen can order the system that sends your messages to hold this launch. That is switched off.{" "}
      {maySet ? (
        <Link href="/settings/holding" className="link">
          Set it up
        </Link>
      ) : (
        "An administrator can set it up."
      )}
    </p>
  );
}

function ruleWords({ mode, approvals, coolDownHours, rampSteps, rampStepHours }: HoldSettingsDto): string {
  const who = approvals === 1 ? "One person is enough" : "A second person has to agree";
  const back = rampSteps.map((share) => `${Math.round(share * 100)} %`).join(", ");
  const what =
    mode === "live"
      ? "Then the system that sends is ordered to hold."
      : "Then a dry run goes out: the order is marked as such, and nothing is held.";
  return `${who}. ${what} After ${coolDownHours} h it goes back by itself: ${back} of the usual volume, ${rampStepHours} h each, unless something speaks against it.`;
}
