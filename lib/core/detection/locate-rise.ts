import { logRatio } from "./count-likelihood.ts";
import { logSumExp } from "./log-sums.ts";
import { ratioGrid } from "./rise-statistic.ts";

/** One judged bucket as the search for the start needs it. */
export interface JudgedBucket {
  readonly at: number;
  readonly events: number;
  readonly mean: number;
  /** Relative variance of the bucket's true level around `mean`. */
  readonly spread: number;
}

export interface Rise {
  /** Most probable first bucket, and the shortest set of neighbours holding 90 % of the belief. */
  readonly start: number;
  readonly startInterval: readonly [number, number];
  /** Rate against the expected one since then: median and 95 % interval over all starts. */
  readonly ratio: number;
  readonly ratioInterval: readonly [number, number];
}

const fineRatios = ratioGrid(1.02, 40, 75);
const ratioWeight = -Math.log(fineRatios.length);

/**
 * When did the rate rise, and by how much? Every bucket is equally likely to be the first, every ratio from 1.02 to 40 equally
 * likely in its logarithm; the counts decide (Bayes). Since a spike is looked at because it was called, and a call comes sooner when
 * chance helped, the size of a fresh spike is on the high side until a few more buckets are in.
 */
export function locateRise(buckets: readonly JudgedBucket[]): Rise | null {
  if (buckets.length === 0) return null;
  const evidence = fineRatios.map(() => new Float64Array(buckets.length));
  for (const [k, ratio] of fineRatios.entries()) {
    const row = evidence[k];
    if (row === undefined) continue;
    let since = ratioWeight;
    for (let index = buckets.length - 1; index >= 0; index -= 1) {
      const bucket = buckets[index];
      if (bucket !== undefined && bucket.mean > 0) {
        since += logRatio(ratio, bucket.events, bucket.mean, 1 / bucket.spread);
      }
      row[index] = since;
    }
  }
  const byStart = buckets.map((_, index) => logSumExp(evidence.map((row) => row[index] ?? -Infinity)));
  const byRatio = evidence.map(logSumExp);
  const total = logSumExp(byStart);
  const starts = byStart.map((value) => Math.exp(value - total));
  const best = starts.indexOf(Math.max(...starts));
  let [low, high] = [best, best];
  let held = starts[best] ?? 0;
  while (held < 0.9 && (low > 0 || high < starts.length - 1)) {
    const left = starts[low - 1] ?? -1;
    const right = starts[high + 1] ?? -1;
    if (left >= right) low -= 1;
    else high += 1;
    held += Math.max(left, right);
  }
  const at = (index: number) => buckets[index]?.at ?? 0;
  const ratioAt = (share: number) => quantile(byRatio, total, share);
  return {
    start: at(best),
    startInterval: [at(low), at(high)],
    ratio: ratioAt(0.5),
    ratioInterval: [ratioAt(0.025), ratioAt(0.975)],
  };
}

function quantile(logShares: readonly number[], total: number, share: number): number {
  let below = 0;
  for (const [k, value] of logShares.entries()) {
    below += Math.exp(value - total);
    if (below >= share) return fineRatios[k] ?? 1;
  }
  return fineRatios.at(-1) ?? 1;
}
