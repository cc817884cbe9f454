import { figureRanges, type FigureRange } from "@/components/figures/figure-filter.ts";

/** The range of a number's page as figures have it: "Auto" is 28 days at most, and figures are of whole hours. */
export function numberRange(text: string | null): FigureRange {
  if (text === "1h") return "24h";
  return figureRanges.find((range) => range === text) ?? "28d";
}
