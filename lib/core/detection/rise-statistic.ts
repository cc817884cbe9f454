import { logRatio } from "./count-likelihood.ts";
import { logAddExp, logSumExp } from "./log-sums.ts";

/**
 * The Shiryaev-Roberts statistic of a mixture: the sum, over every bucket at which a change may have begun, of how much
 * better "changed by r since then" explains the counts than "unchanged", averaged over the ratios r.
 *
 * While nothing has changed its mean grows by at most 1 a bucket, however often it is looked at. So it passes A within T buckets
 * with a chance of at most T / A (Pollak 1985; Shin, Ramdas and Rinaldo 2023). One step costs one pass over the ratios.
 *
 * `carried[k]` is ln(1 + S_k): 0 at the start, and a plain number for JSON.
 */
export function advance(
  carried: readonly number[],
  ratios: readonly number[],
  bucket: { readonly events: number; readonly mean: number; readonly shape: number },
  forgetting: number,
): { carried: number[]; sums: number[] } {
  const keep = Math.log1p(-forgetting);
  const sums = ratios.map(
    (ratio, k) => (carried[k] ?? 0) + keep + logRatio(ratio, bucket.events, bucket.mean, bucket.shape),
  );
  return { carried: sums.map((sum) => logAddExp(0, sum)), sums };
}

/** ln Σ w_k S_k for weights given as logarithms. */
export function mixed(sums: readonly number[], logWeights: readonly number[]): number {
  return logSumExp(sums.map((sum, k) => sum + (logWeights[k] ?? -Infinity)));
}

/** `count` ratios from `low` to `high`, equally spaced in their logarithm. */
export function ratioGrid(low: number, high: number, count: number): number[] {
  const step = Math.log(high / low) / (count - 1);
  return Array.from({ length: count }, (_, k) => low * Math.exp(step * k));
}

/** Equal weights, as logarithms. */
export function evenWeights(count: number): number[] {
  return new Array<number>(count).fill(-Math.log(count));
}

/**
 * Weights ∝ r^−lean. Small rises need many buckets, where the price ln(1 / weight) is paid in days; large ones show in a bucket
 * or two whatever their weight. Logarithms, summing to 1.
 */
export function leaningWeights(ratios: readonly number[], lean: number): number[] {
  const raw = ratios.map((ratio) => -lean * Math.log(ratio));
  const total = logSumExp(raw);
  return raw.map((value) => value - total);
}
