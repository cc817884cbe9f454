import { mixSeed, poisson, seededRandom } from "./seeded-random.ts";
import { badParameter } from "./graph-error.ts";

const dayMilliseconds = 86_400_000;
const mostIntervals = 10_000;

/** A half-open span, unix seconds as in Meta's analytics. */
export interface Interval {
  readonly start: number;
  readonly end: number;
}

export type Granularity = "HALF_HOUR" | "DAY" | "MONTH";

/** Reads Meta's spellings of a granularity; code 100 for any other. */
export function readGranularity(text: string): Granularity {
  const upper = text.toUpperCase();
  if (upper === "HALF_HOUR") return "HALF_HOUR";
  if (upper === "DAY" || upper === "DAILY") return "DAY";
  if (upper === "MONTH" || upper === "MONTHLY") return "MONTH";
  throw badParameter(`Param granularity must not be ${text}`);
}

/** Cuts [start, end) into intervals on UTC borders and drops those that have not begun at `now` (unix ms). */
export function cutIntervals(span: Interval, granularity: Granularity, now: number): readonly Interval[] {
  if (!Number.isFinite(span.start) || !Number.isFinite(span.end) || span.end <= span.start) {
    throw badParameter("Params start and end must be unix times with start before end");
  }
  const intervals: Interval[] = [];
  let start = borderAtOrBefore(span.start, granularity);
  while (start < span.end && start * 1000 < now) {
    const end = nextBorder(start, granularity);
    intervals.push({ start, end });
    if (intervals.length > mostIntervals)
      throw badParameter("The requested range holds too many data points");
    start = end;
  }
  return intervals;
}

/**
 * A plausible, repeatable volume for one subject and interval at real-time pace, as far as the interval lies before
 * `now`. The world's own sends run at demo speed, where one real day holds decades, so analytics cannot be their sum.
 */
export function usualVolume(input: {
  readonly seed: number;
  readonly subject: string;
  readonly perDay: number;
  readonly interval: Interval;
  readonly now: number;
}): number {
  const { interval, now } = input;
  const elapsed = Math.min(interval.end * 1000, now) - interval.start * 1000;
  const mean = (input.perDay * Math.max(0, elapsed)) / dayMilliseconds;
  return poisson(seededRandom(mixSeed(input.seed, "volume", input.subject, interval.start)), mean);
}

function borderAtOrBefore(seconds: number, granularity: Granularity): number {
  switch (granularity) {
    case "HALF_HOUR":
      return seconds - (seconds % 1_800);
    case "DAY":
      return seconds - (seconds % 86_400);
    case "MONTH": {
      const date = new Date(seconds * 1000);
      return Date.UTC(date.getUTCFullYear(), date.getUTCMonth()) / 1000;
    }
  }
}

function nextBorder(seconds: number, granularity: Granularity): number {
  switch (granularity) {
    case "HALF_HOUR":
      return seconds + 1_800;
    case "DAY":
      return seconds + 86_400;
    case "MONTH": {
      const date = new Date(seconds * 1000);
      return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1) / 1000;
    }
  }
}
