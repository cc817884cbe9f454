"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useSearchParams } from "next/navigation";
import type { ReactNode } from "react";
import { AsOf } from "@/components/clock/as-of.tsx";
import { InstantText } from "@/components/clock/instant-text.tsx";
import { RatingStrip, showsLookBack } from "@/components/charts/rating-strip.tsx";
import { fitRange, type TimeRange } from "@/components/charts/strip-geometry.ts";
import { StripLegend } from "@/components/charts/strip-legend.tsx";
import { StripTable } from "@/components/charts/strip-table.tsx";
import { Loaded } from "@/components/data/loaded.tsx";
import { replaceUrl } from "@/components/layout/replace-url.ts";
import { Card } from "@/components/ui/card.tsx";
import { Disclosure } from "@/components/ui/disclosure.tsx";
import { Segmented } from "@/components/ui/segmented.tsx";
import { SkeletonRows } from "@/components/ui/skeleton.tsx";
import type { HistoryDto } from "@/lib/contracts/phone-numbers.ts";
import { historyRanges, rangeLabels, readHistoryRange, type HistoryRange } from "./history-range.ts";
import { historyQuery } from "./queries.ts";
import { TimelineCard } from "./timeline-card.tsx";

const options = historyRanges.map((range) => ({
  value: range,
  label: rangeLabels[range],
  ...(range === "fit" ? { title: "28 days, or all that is known while that is less" } : {}),
}));

/** The rating over time and the list of changes, both over the range in the URL. */
export function HistoryCards({ phoneNumberId, facts }: { phoneNumberId: string; facts: ReactNode }) {
  const range = readHistoryRange(useSearchParams().get("range"));
  const query = useQuery({ ...historyQuery(phoneNumberId, range), placeholderData: keepPreviousData });
  const asOf = query.data === undefined ? undefined : <AsOf at={query.data.to} />;
  return (
    <>
      <Card
        title="Rating over time"
        aside={asOf}
        actions={
          <Segmented
            label="Range"
            options={options}
            value={range}
            onChoose={(chosen) => replaceUrl({ range: chosen === "fit" ? "" : chosen })}
          />
        }
      >
        <Loaded query={query} what="The history" skeleton={<SkeletonRows rows={4} />}>
          {(history) => <RatingHistory history={history} range={range} />}
        </Loaded>
      </Card>
      <div className="grid items-start gap-4 lg:grid-cols-2">
        {facts}
        <TimelineCard history={query.data} asOf={asOf} />
      </div>
    </>
  );
}

function RatingHistory({ history, range }: { history: HistoryDto; range: HistoryRange }) {
  const full: TimeRange = { fromMs: Date.parse(history.from), toMs: Date.parse(history.to) };
  const drawn = range === "fit" ? fitRange([history.ratingSpans], full) : full;
  const marks = history.marks.filter((mark) => Date.parse(mark.occurredAt) >= drawn.fromMs);
  return (
    <div className="space-y-3">
      <RatingStrip spans={history.ratingSpans} marks={marks} range={drawn} />
      <StripLegend
        withWindow={showsLookBack(drawn)}
        withImports={history.ratingSpans.some((span) => span.source === "import")}
      />
      {drawn === full ? null : (
        <p className="text-ink-3 text-xs">
          Known only since <InstantText at={new Date(drawn.fromMs).toISOString()} />: the strip shows that
          stretch. Choose a range to see it in full.
        </p>
      )}
      <Disclosure summary="Show as a table">
        <StripTable spans={history.ratingSpans} marks={marks} range={drawn} />
      </Disclosure>
    </div>
  );
}
