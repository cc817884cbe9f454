import { gammaQuantile } from "../rates/gamma-quantile.ts";
import type { Bucket } from "./clean-window.ts";
import { expectationOf, type ExpectedEvents } from "./expected-events.ts";

/** What the seven days before a change of the rating looked like, newest days counting most. */
export interface RatingStepWindow {
  readonly from: number;
  readonly to: number;
  /** Weight of each day that was seen, 1 for the day before the step. */
  readonly days: readonly {
    readonly at: number;
    readonly weight: number;
    readonly events: number;
    readonly expected: number;
  }[];
  readonly missingDays: number;
  readonly events: number;
  /** Weighted rate against the expected one, with a 95 % interval; null without days or expectation. */
  readonly ratio: number | null;
  readonly ratioInterval: readonly [number, number] | null;
  /** "raised": the interval lies above 1; "usual": it holds 1; "too-little": under 5 expected and observed events, or 3 days missing. */
  readonly finding: "raised" | "lowered" | "usual" | "too-little";
}

const length = 7;
/** Meta says: the last seven days, recent ones more. The halving time is ours: two days. */
const halvingDays = 2;

/**
 * Links a change of the rating to the week before it, whether or not a spike was called. `stepAt` is the day on which the step was
 * seen; it is left out, since it is not over. The expectation must rest on days before the window. One look at one window that the step
 * chose, so no horizon enters; it says what went along with the step, not what Meta's reason was.
 */
export function ratingStepWindow(
  stepAt: number,
  buckets: readonly Bucket[],
  fit: ExpectedEvents,
  dayNoise: number,
): RatingStepWindow {
  const days = buckets
    .filter(({ at, exposure }) => at >= stepAt - length && at < stepAt && exposure > 0)
    .map((bucket) => ({
      at: bucket.at,
      weight: 0.5 ** ((stepAt - 1 - bucket.at) / halvingDays),
      events: bucket.events,
      expected: expectationOf(fit, bucket).mean,
      uncertainty: expectationOf(fit, bucket).uncertainty,
    }));
  let [seen, due, chance, shared, common] = [0, 0, 0, 0, 0];
  for (const { weight, events, expected, uncertainty } of days) {
    seen += weight * events;
    due += weight * expected;
    chance += weight * weight * expected;
    shared += dayNoise * (weight * expected) ** 2;
    // The error of the expectation is the same on all days.
    common += weight * expected * Math.sqrt(uncertainty);
  }
  const events = days.reduce((sum, day) => sum + day.events, 0);
  const expected = days.reduce((sum, day) => sum + day.expected, 0);
  const shown = days.map(({ at, weight, events: count, expected: mean }) => ({
    at,
    weight,
    events: count,
    expected: mean,
  }));
  const base = {
    from: stepAt - length,
    to: stepAt - 1,
    days: shown,
    missingDays: length - days.length,
    events,
  };
  if (due <= 0) return { ...base, ratio: null, ratioInterval: null, finding: "too-little" };
  // A weighted sum has the mean and variance of a count after division by this; noise grows with the square of the ratio.
  const scaleAt = (ratio: number) => (chance + ratio * (shared + common ** 2)) / due;
  const low =
    seen > 0 ? limit(seen / due, (ratio) => lowerCount(seen / scaleAt(ratio)) * (scaleAt(ratio) / due)) : 0;
  const high = limit(
    Math.max(1, seen / due),
    (ratio) => upperCount(seen / scaleAt(ratio)) * (scaleAt(ratio) / due),
  );
  const finding = low > 1 ? "raised" : high < 1 ? "lowered" : "usual";
  const thin = base.missingDays >= 3 || (events < 5 && expected < 5);
  return { ...base, ratio: seen / due, ratioInterval: [low, high], finding: thin ? "too-little" : finding };
}

/** Garwood's limits of the mean of a count. */
const lowerCount = (count: number) => gammaQuantile(0.025, count);
const upperCount = (count: number) => gammaQuantile(0.975, count + 1);

/** The ratio that would itself be just compatible with what was seen: each end has the noise of its own ratio. */
function limit(start: number, next: (ratio: number) => number): number {
  let ratio = start;
  for (let step = 0; step < 12; step += 1) ratio = (ratio + next(ratio)) / 2;
  return ratio;
}
