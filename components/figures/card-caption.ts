import type { ChartCaption } from "@/components/export/chart-png.ts";
import { narrowedBy, rangeLabels, type FigureFilter } from "./figure-filter.ts";

/** Title, range and source line for a card that asks with the page's filter. */
export function cardCaption(title: string, filter: FigureFilter): ChartCaption {
  const { range, from, to } = filter;
  const span = range === "custom" ? `${from ?? ""} to ${to ?? ""} (UTC)` : `last ${rangeLabels[range]}`;
  const subtitle = [span, ...Object.values(narrowedBy(filter))].join(", ");
  return { title, subtitle, source: "Staygreen. Association, not cause." };
}
