import type { SourceMixDto } from "@/lib/contracts/insights.ts";

export const percent = (share: number) => {
  const value = share * 100;
  return `${value > 0 && value < 1 ? value.toFixed(1) : Math.round(value)} %`;
};
const count = (value: number) => Math.round(value).toLocaleString("en-US");
export const sourceName = ({ name }: { name: string | null }) => name ?? "all small sources";

/** The result as a person would say it. */
export function driftSentence(mix: SourceMixDto): string {
  const { verdict, missing, distance, distanceInterval, sources, total } = mix;
  if (verdict === "not-enough-data") return missingWords(missing);
  const isTotalUsual = total?.isUsual === true;
  if (verdict === "usual") {
    return `New contacts come from the same sources as before. ${isTotalUsual ? "Their number is as usual too." : totalWords(total)}`;
  }
  const range =
    distanceInterval === null ? "" : ` (95 % interval ${distanceInterval.map(percent).join(" to ")})`;
  const [largest] = sources;
  const moved =
    largest === undefined
      ? ""
      : ` The largest change: ${sourceName(largest)}, from ${percent(largest.before)} to ${percent(largest.now)}.`;
  return `New contacts come from other sources than before: ${percent(distance ?? 0)}${range} would have to change source to restore the old mix.${moved} ${isTotalUsual ? "Their number looks as usual, so totals do not show it." : totalWords(total)}`;
}

function totalWords(total: SourceMixDto["total"]): string {
  if (total === null) return "";
  return `There are ${count(total.now)} this week, against ${count(total.beforePerWeek)} a week before.`;
}

function missingWords(missing: SourceMixDto["missing"]): string {
  const needed = missing?.needed ?? null;
  switch (missing?.reason) {
    case "few-weeks":
      return `Weeks of opt-ins to compare with are missing: about ${needed ?? "some"} more.`;
    case "few-contacts":
      return `Too few new contacts: about ${needed ?? "some"} more a week are needed.`;
    case "one-source":
      return "All new contacts come from one source, so there is no mix to compare.";
    case undefined:
      return "";
  }
}
