"use client";

import { useQuery } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";
import { useFromNow } from "@/components/clock/clock-provider.tsx";
import { insightQuery } from "@/components/data/insight-query.ts";
import type { ChartMark } from "@/components/figures/chart-marks.ts";
import { filterTimes, narrowedBy, type FigureFilter } from "@/components/figures/figure-filter.ts";
import type { MarksDto } from "@/lib/contracts/marks.ts";
import { joinMarks } from "./join-marks.ts";

const narrow = "(max-width: 640px)";
/** A letter is about 12 px wide; charts are about 280 px wide on phones and 1,000 px elsewhere. */
const places = { narrow: 20, wide: 60 };

type MarkKind = MarksDto["data"][number]["kind"];

/**
 * Marks for the charts of a page with this filter: launches, wordings, templates, incidents of its messages, and what
 * the page knows itself. None while they are read; a chart without them is still right.
 */
export function useChartMarks(
  filter: FigureFilter,
  { own = [], kinds }: { own?: readonly ChartMark[]; kinds?: readonly MarkKind[] } = {},
): ChartMark[] {
  const from = useFromNow((nowMs) => filterTimes(filter, nowMs).from);
  const to = useFromNow((nowMs) => filterTimes(filter, nowMs).to ?? "");
  const nowMs = useFromNow((now) => Math.ceil(now / 3_600_000) * 3_600_000);
  const isNarrow = useSyncExternalStore(
    watchWidth,
    () => window.matchMedia(narrow).matches,
    () => false,
  );
  const query = useQuery(
    insightQuery<MarksDto>(
      "/api/v1/marks",
      async () => (await import("@/lib/contracts/marks.ts")).marksShape,
      { from, to: to === "" ? undefined : to, ...narrowedBy(filter) },
    ),
  );
  const told = (query.data?.data ?? []).filter(({ kind }) => kinds?.includes(kind) ?? true);
  const marks = [...own, ...told.map(({ occurredAt, label }) => ({ at: occurredAt, label }))];
  const range = { fromMs: Date.parse(from), toMs: to === "" ? nowMs : Date.parse(to) };
  return joinMarks(marks, range, isNarrow ? places.narrow : places.wide);
}

function watchWidth(tell: () => void): () => void {
  const media = window.matchMedia(narrow);
  media.addEventListener("change", tell);
  return () => media.removeEventListener("change", tell);
}
