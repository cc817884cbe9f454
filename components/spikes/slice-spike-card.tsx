"use client";

import { useQuery } from "@tanstack/react-query";
import { AsOf } from "@/components/clock/as-of.tsx";
import { insightQuery } from "@/components/data/insight-query.ts";
import { Loaded } from "@/components/data/loaded.tsx";
import { narrowedBy, type FigureFilter } from "@/components/figures/figure-filter.ts";
import { Card } from "@/components/ui/card.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { SkeletonRows } from "@/components/ui/skeleton.tsx";
import type { SpikeCheckDto } from "@/lib/contracts/spike-checks.ts";
import { chanceText, dayOf, kindLabels, lastDayOf, stateLabels, timesText } from "./spike-labels.ts";

const checkQuery = ({ rule, ...filter }: FigureFilter) =>
  insightQuery<SpikeCheckDto>(
    "/api/v1/spikes/check",
    async () => (await import("@/lib/contracts/spike-checks.ts")).spikeCheckShape,
    { ...(rule === "last" ? {} : { rule }), ...narrowedBy({ rule, ...filter }) },
  );

/** Rises of the signals of what the page is about, judged on the spot. The range of the page does not matter here. */
export function SliceSpikeCard({ filter, title }: { filter: FigureFilter; title: string }) {
  const query = useQuery(checkQuery(filter));
  return (
    <Card
      title={title}
      flush
      aside={query.data === undefined ? undefined : <AsOf at={query.dataUpdatedAt} />}
    >
      <Loaded query={query} what="The check for spikes" skeleton={<SkeletonRows rows={2} tall />}>
        {(check) => (
          <>
            <Spikes check={check} />
            {check.state === "watched" && check.days !== null ? (
              <p className="border-line text-ink-3 border-t px-4 py-2 text-sm">
                Days from {check.days.from} on, whatever the range above. The threshold lets through{" "}
                {check.promise}, here for this slice: looking at many slices finds more that chance made.
              </p>
            ) : null}
          </>
        )}
      </Loaded>
    </Card>
  );
}

function Spikes({ check: { state, spikes, smallGroupSize } }: { check: SpikeCheckDto }) {
  if (state === "no-data") {
    return (
      <EmptyState title="Nothing sent">
        <p>No message or signal of the last 200 days is known here.</p>
      </EmptyState>
    );
  }
  if (state === "too-small") {
    return (
      <EmptyState title="Too few to show">
        <p>
          Fewer than {smallGroupSize} exposures: rises are hidden, as the figures are, to protect the people
          in them.
        </p>
      </EmptyState>
    );
  }
  if (spikes.length === 0) {
    return (
      <EmptyState title={state === "learning" ? "Still learning what is usual" : "No spike"}>
        <p>
          {state === "learning"
            ? "Twenty-eight days with messages, and some signals in them, are needed before a rise can be told from chance."
            : "No negative signal rose beyond what chance and weekdays make."}
        </p>
      </EmptyState>
    );
  }
  return (
    <ul className="divide-line divide-y">
      {spikes.map((spike) => (
        <li key={`${spike.kind} ${spike.detectedAt}`} className="px-4 py-3">
          <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
            <span className="font-medium">
              {kindLabels[spike.kind]} {timesText(spike.rateRatio)}
            </span>
            <span className={spike.state === "open" ? "text-amber-ink text-sm" : "text-ink-3 text-sm"}>
              {stateLabels[spike.state]}
            </span>
            <span className="text-ink-3 text-sm tabular-nums">
              {dayOf(spike.startedAt)}
              {spike.endedAt === null ? " until now" : ` to ${lastDayOf(spike.endedAt)}`}
            </span>
          </div>
          <p className="text-ink-2 mt-1 max-w-prose">{spike.summary}</p>
          <p className="text-ink-3 mt-0.5 text-sm">As a single look: {chanceText(spike.falseAlarmChance)}.</p>
        </li>
      ))}
    </ul>
  );
}
