import { chanceOfMore, rateRatio, type RateCount, type RateRatio } from "../rates/rate-ratio.ts";
import { normalQuantile } from "../rates/normal-quantile.ts";
import { rateInterval, type RateInterval } from "../rates/rate-interval.ts";
import { monotoneFit } from "./monotone-fit.ts";

/**
 * How many messages a week are too many?
 *
 * Every message is put in a bucket by how many messages its receiver got in the 7 days up to it, itself included; the last
 * bucket is open ("10 or more"). The base is the rate of the first bucket. A bucket is "too many" when its rate is more than
 * `tolerance` times (1.5) the base, and the true cap is the largest number of messages before the first such bucket.
 *
 * The interval of the cap comes from turning tests round, not from resampling: a parametric bootstrap of the monotone fit
 * was tried and left the true cap out too often (docs/statistics.md has the figures).
 * - Upper end: below the first bucket that is credibly above the tolerance, each bucket tested at (1 − level)/2 divided by
 *   the number of buckets tested (Bonferroni).
 * - Lower end: the buckets from the second on are tested in order for being credibly within the tolerance, each at
 *   (1 − level)/2, and the first one that is not ends it. Tests in a fixed order need no division (Maurer, Hothorn &
 *   Lehmacher 1995).
 * Both ends together hold the true cap in at least `level` of the cases, without assuming that rates rise. The recommended
 * cap is the upper end: nothing below it is credibly harmful. So "lower the cap" is wrong in at most (1 − level)/2 of the
 * cases: 2.5 %.
 *
 * People who get many messages are not like those who get few: the keenest are still there at ten, and those who were
 * annoyed have left. The curve describes who was messaged how often; it is no promise of what a cap would do.
 */
export interface FatigueCount {
  /** Messages in 7 days, this one included: 1, 2, … ; the last bucket is open. */
  readonly messages: number;
  readonly exposures: number;
  readonly signals: number;
}

export interface FatigueBucket extends FatigueCount {
  /** Null without exposures. */
  readonly interval: RateInterval | null;
  /** The closest curve that never falls; null without exposures. */
  readonly fitted: number | null;
  /** Against the first bucket; null for the first, and without exposures. */
  readonly againstBase: RateRatio | null;
  readonly finding: "base" | "within" | "above" | "open" | "no-exposures";
}

export type CapRecommendation =
  | { readonly kind: "cap"; readonly cap: number; readonly low: number; readonly high: number }
  /** Up to this number of messages, the last that occurs, every bucket is credibly within the tolerance. */
  | { readonly kind: "no-cap-needed"; readonly upTo: number }
  | {
      readonly kind: "cannot-tell";
      /** So many messages a week are credibly within the tolerance. */
      readonly low: number;
      /** About so many more exposures, spread over buckets as now, until the next bucket is decided; null: unknown. */
      readonly exposuresNeeded: number | null;
    };

export interface FatigueCurve {
  readonly buckets: readonly FatigueBucket[];
  readonly recommendation: CapRecommendation;
}

/** `counts` in rising order of messages, the first being 1. */
export function fatigueCurve(
  counts: readonly FatigueCount[],
  options: { readonly tolerance?: number; readonly level?: number } = {},
): FatigueCurve {
  const tolerance = options.tolerance ?? 1.5;
  const tail = (1 - (options.level ?? 0.95)) / 2;
  const base = counts.find((count) => count.messages === 1 && count.exposures > 0);
  const tested = counts.filter((count) => count.messages > 1 && count.exposures > 0);
  const fitted = monotoneFit(counts.map((count) => ({ value: count.signals, weight: count.exposures })));

  const finding = (count: FatigueCount): FatigueBucket["finding"] => {
    if (count.exposures === 0) return "no-exposures";
    if (count === base) return "base";
    if (base === undefined) return "open";
    const chance = chanceOfMore(asRate(count), asRate(base), tolerance);
    if (chance < tail / tested.length) return "above";
    return 1 - chance < tail ? "within" : "open";
  };
  const buckets = counts.map((count, index) => ({
    ...count,
    interval: rateInterval(count.signals, count.exposures),
    fitted: fitted[index] ?? null,
    againstBase: base === undefined || count === base ? null : rateRatio(asRate(count), asRate(base)),
    finding: finding(count),
  }));
  return { buckets, recommendation: recommend(buckets, tolerance, tail) };
}

function recommend(buckets: readonly FatigueBucket[], tolerance: number, tail: number): CapRecommendation {
  const asked = buckets.filter((bucket) => bucket.finding !== "base" && bucket.finding !== "no-exposures");
  const firstAbove = asked.find((bucket) => bucket.finding === "above");
  const firstOpen = asked.findIndex((bucket) => bucket.finding !== "within");
  const within = firstOpen === -1 ? asked : asked.slice(0, firstOpen);
  const low = within.at(-1)?.messages ?? 1;
  if (firstAbove !== undefined) {
    // A bucket that never occurs is not vouched for: the cap is the last one that does.
    const cap = buckets.findLast((b) => b.messages < firstAbove.messages && b.exposures > 0)?.messages ?? 1;
    return { kind: "cap", cap, low: Math.min(low, cap), high: cap };
  }
  const next = asked[firstOpen];
  if (asked.length > 0 && next === undefined) return { kind: "no-cap-needed", upTo: low };
  return { kind: "cannot-tell", low, exposuresNeeded: exposuresNeeded(buckets, next, tolerance, tail) };
}

/**
 * So many more that a next bucket with the base's own rate would be found within the tolerance in four cases of five:
 * the usual sample size of two Poisson counts on the scale of ln ratio.
 */
function exposuresNeeded(
  buckets: readonly FatigueBucket[],
  next: FatigueBucket | undefined,
  tolerance: number,
  tail: number,
): number | null {
  const base = buckets.find((bucket) => bucket.finding === "base");
  if (base === undefined || next === undefined || base.signals === 0) return null;
  const expected = (base.signals / base.exposures) * next.exposures;
  const reach = normalQuantile(1 - tail) + normalQuantile(0.8);
  const factor = (reach ** 2 * (1 / base.signals + 1 / expected)) / Math.log(tolerance) ** 2;
  const total = buckets.reduce((sum, bucket) => sum + bucket.exposures, 0);
  return Math.max(1, Math.ceil((factor - 1) * total));
}

function asRate(count: FatigueCount): RateCount {
  return { events: count.signals, exposures: count.exposures };
}
