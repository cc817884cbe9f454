"use client";

import { useFromNow } from "@/components/clock/clock-provider.tsx";
import type { InsightScope } from "@/components/data/insight-query.ts";
import { filterTimes, type FigureFilter } from "./figure-filter.ts";

/** The range and filters of the page for the cards that stand on it. Moves on the hour. */
export function useInsightScope(filter: FigureFilter): InsightScope {
  const from = useFromNow((nowMs) => filterTimes(filter, nowMs).from);
  const to = useFromNow((nowMs) => filterTimes(filter, nowMs).to ?? "");
  const { source, phoneNumberId } = filter;
  return { from, to: to === "" ? undefined : to, source, phoneNumberId };
}
