import { incompleteBeta } from "./incomplete-beta.ts";
import { normalQuantile } from "./normal-quantile.ts";

/**
 * How many times the rate of one group is that of another: this period against the previous, a source against the rest?
 *
 * Given the total of both counts, the first is binomial with π = r E₁ / (E₀ + r E₁), whatever the common level was
 * (Przyborowski & Wilenski 1940, Biometrika 31, 313-323). The tails count the observed value half (mid-p, Lancaster 1961):
 * the full exact test of two small counts alarms in 1 to 2 % of the cases where it says 5 %, and hides real differences;
 * the mid-p test stays within a fraction of a point of its level. Interval and p-value come from the same tails, so they
 * never contradict each other: p < 0.05 exactly when the 95 % interval leaves out 1.
 *
 * In terms of the incomplete beta function, mid-p needs no whole numbers, so that split signals enter as they are.
 * Like rateInterval it speaks of chance only: divide both counts by the dispersion when days differ by more than chance.
 */
export interface RateCount {
  readonly events: number;
  readonly exposures: number;
}

export interface RateRatio {
  /** Null when the other group has no events: unbounded, or unknown when neither has. */
  readonly ratio: number | null;
  readonly low: number;
  /** Null: the data set no upper limit. */
  readonly high: number | null;
  /** Two-sided, against equal rates. */
  readonly pValue: number;
}

/** Null when either group has no exposures. Throws a RangeError for negative counts. */
export function rateRatio(group: RateCount, other: RateCount, level = 0.95): RateRatio | null {
  for (const count of [group.events, group.exposures, other.events, other.exposures]) {
    if (!(count >= 0)) throw new RangeError("Counts cannot be negative.");
  }
  if (group.exposures === 0 || other.exposures === 0) return null;
  if (group.events + other.events === 0) return { ratio: null, low: 0, high: null, pValue: 1 };
  const tail = (1 - level) / 2;
  const upper = chanceOfMore(group, other, 1);
  return {
    ratio: other.events === 0 ? null : group.events / group.exposures / (other.events / other.exposures),
    low: group.events === 0 ? 0 : ratioWithChance(group, other, tail),
    high: other.events === 0 ? null : ratioWithChance(group, other, 1 - tail),
    pValue: Math.min(1, 2 * Math.min(upper, 1 - upper)),
  };
}

/**
 * The chance (mid-p) that the group would show at least as many of the events as it does, if its rate were `ratio` times
 * the other's. Small: the true ratio is above. Close to 1: below. With no events at all it is one half.
 */
export function chanceOfMore(group: RateCount, other: RateCount, ratio: number): number {
  const y = group.events;
  const n = y + other.events;
  if (n === 0) return 0.5;
  const share = (ratio * group.exposures) / (other.exposures + ratio * group.exposures);
  return (incompleteBeta(share, y, n - y + 1) + incompleteBeta(share, y + 1, n - y)) / 2;
}

/** Solves chanceOfMore = chance for ln ratio by false position (Illinois), from the normal approximation's bracket. */
function ratioWithChance(group: RateCount, other: RateCount, chance: number): number {
  const miss = (u: number) => chanceOfMore(group, other, Math.exp(u)) - chance;
  const middle = Math.log(
    ((group.events + 0.5) * other.exposures) / ((other.events + 0.5) * group.exposures),
  );
  const spread = Math.sqrt(1 / (group.events + 0.5) + 1 / (other.events + 0.5));
  // The chance is nearly normal in ln ratio: the zero lies close to where that puts it.
  const near = middle + normalQuantile(chance) * spread;
  let low = near - 0.25 * spread;
  let high = near + 0.25 * spread;
  let missLow = miss(low);
  let missHigh = miss(high);
  for (let step = 0; step < 60 && missLow > 0; step += 1)
    missLow = miss((low -= 2 ** Math.min(step, 3) * spread));
  for (let step = 0; step < 60 && missHigh < 0; step += 1)
    missHigh = miss((high += 2 ** Math.min(step, 3) * spread));
  let side = 0;
  for (let step = 0; step < 200 && high - low > 1e-10; step += 1) {
    const next = (low * missHigh - high * missLow) / (missHigh - missLow);
    const missNext = miss(next);
    if (Math.abs(missNext) < 1e-13) return Math.exp(next);
    if (missNext < 0) {
      low = next;
      missLow = missNext;
      if (side === -1) missHigh /= 2;
      side = -1;
    } else {
      high = next;
      missHigh = missNext;
      if (side === 1) missLow /= 2;
      side = 1;
    }
  }
  return Math.exp((low + high) / 2);
}
