"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { AsOf } from "@/components/clock/as-of.tsx";
import { Loaded } from "@/components/data/loaded.tsx";
import { Card } from "@/components/ui/card.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { SkeletonRows } from "@/components/ui/skeleton.tsx";
import type { SpikeDto } from "@/lib/contracts/spikes.ts";
import { spikesQuery, type SpikeScope } from "./queries.ts";
import { dayOf, kindLabels, lastDayOf, stateLabels, timesText, withoutSums } from "./spike-labels.ts";

interface SpikeCardProps {
  scope: SpikeScope;
  /** What there is to say when there are none. */
  none: string;
}

/** Rises of negative signals, each in two sentences that lead to its page. */
export function SpikeCard({ scope, none }: SpikeCardProps) {
  const query = useQuery(spikesQuery(scope));
  return (
    <Card
      title="Spikes of negative signals"
      flush
      aside={query.data === undefined ? undefined : <AsOf at={query.dataUpdatedAt} />}
    >
      <Loaded query={query} what="The list of spikes" skeleton={<SkeletonRows rows={2} tall />}>
        {({ data, waitingNumbers, watchedNumbers, promise }) => (
          <>
            {data.length === 0 ? (
              <EmptyState title="No spike">
                <p>{none}</p>
              </EmptyState>
            ) : (
              <ul className="divide-line divide-y">
                {withoutSums(data).map((spike) => (
                  <SpikeRow key={spike.id} spike={spike} />
                ))}
              </ul>
            )}
            {watchedNumbers === 0 ? null : (
              <p className="border-line text-ink-3 border-t px-4 py-2 text-sm">
                {watchedNumbers === 1 ? "1 number is" : `${watchedNumbers} numbers are`} watched; the
                threshold lets through {promise}.
                {data.some(({ inDiscoveryList }) => inDiscoveryList === false)
                  ? " Spikes marked \u201cuncertain among many\u201d could be among these."
                  : ""}
              </p>
            )}
            {waitingNumbers === 0 ? null : (
              <p className="border-line text-ink-3 border-t px-4 py-2 text-sm">
                {waitingNumbers === 1 ? "1 number is" : `${waitingNumbers} numbers are`} being looked at:
                facts have just come in, and what stands here may change.
              </p>
            )}
          </>
        )}
      </Loaded>
    </Card>
  );
}

function SpikeRow({ spike }: { spike: SpikeDto }) {
  return (
    <li className="px-4 py-3">
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <Link href={`/spikes/${encodeURIComponent(spike.id)}`} className="link hit font-medium">
          {kindLabels[spike.kind]} {timesText(spike.rateRatio)}
        </Link>
        <span className={spike.state === "open" ? "text-amber-ink text-sm" : "text-ink-3 text-sm"}>
          {stateLabels[spike.state]}
        </span>
        {spike.inDiscoveryList === false ? (
          <span className="text-ink-3 text-sm">uncertain among many</span>
        ) : null}
        <span className="text-ink-3 text-sm tabular-nums">
          {dayOf(spike.startedAt)}
          {spike.endedAt === null ? " until now" : ` to ${lastDayOf(spike.endedAt)}`}
        </span>
      </div>
      <p className="text-ink-2 mt-1 max-w-prose">{spike.summary}</p>
    </li>
  );
}
