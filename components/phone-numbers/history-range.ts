/** Presets of a number's history. "fit" is the default: 28 days, or all that is known while that is little. */
export const historyRanges = ["fit", "1h", "24h", "7d", "28d", "90d", "365d"] as const;
export type HistoryRange = (typeof historyRanges)[number];

const hour = 3_600_000;
const lengths: Readonly<Record<HistoryRange, number>> = {
  fit: 28 * 24 * hour,
  "1h": hour,
  "24h": 24 * hour,
  "7d": 7 * 24 * hour,
  "28d": 28 * 24 * hour,
  "90d": 90 * 24 * hour,
  "365d": 365 * 24 * hour,
};

export const rangeLabels: Readonly<Record<HistoryRange, string>> = {
  fit: "Auto",
  "1h": "1 h",
  "24h": "24 h",
  "7d": "7 days",
  "28d": "28 days",
  "90d": "90 days",
  "365d": "365 days",
};

export function readHistoryRange(text: string | null | undefined): HistoryRange {
  return historyRanges.find((range) => range === text) ?? "fit";
}

/** ISO instant at which the range begins. */
export function rangeStart(range: HistoryRange, nowMs: number): string {
  return new Date(nowMs - lengths[range]).toISOString();
}
