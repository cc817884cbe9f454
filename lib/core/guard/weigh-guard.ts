import { logSumExp } from "../detection/log-sums.ts";
import {
  equalPlace,
  guardNoises,
  guardRatios,
  harmBelief,
  noiseBelief,
  usualGuard,
  type GuardSettings,
} from "./guard-settings.ts";
import type { GuardState } from "./guard-state.ts";

/** What the counts so far say of the ratio of the new method's rate to the others'. */
export interface GuardWeight {
  /** ln of how much better "worse by some ratio" explains all counts than "equal": e² is 7 : 1. */
  readonly evidence: number;
  /** ln likelihood by ratio, noise averaged out. */
  readonly likelihood: readonly number[];
}

/** Weighs equal against worse: both averaged over what is believed of the noise. */
export function weighGuard({ logs }: Pick<GuardState, "logs">): GuardWeight {
  const width = guardRatios.length;
  const likelihood = guardRatios.map((_, place) =>
    logSumExp(guardNoises.map((__, noise) => (noiseBelief[noise] ?? 0) + (logs[noise * width + place] ?? 0))),
  );
  const equal = likelihood[equalPlace] ?? 0;
  const evidence = logSumExp(likelihood.map((one, place) => one + (harmBelief[place] ?? 0))) - equal;
  return { evidence, likelihood };
}

export interface RatioEstimate {
  readonly ratio: number;
  /** Holds the true ratio at all looks at once with a chance of at least 95 % (measured). */
  readonly interval: readonly [low: number, high: number];
}

/**
 * The ratio, and every ratio that the counts do not speak against: one is out when it explains them 20 times worse than a mixture of all
 * ratios does (Robbins 1970). Valid at every look.
 */
export function estimateRatio(
  likelihood: readonly number[],
  { intervalBar }: Pick<GuardSettings, "intervalBar"> = usualGuard,
): RatioEstimate {
  const mixture = logSumExp(likelihood) - Math.log(likelihood.length);
  const isIn = (place: number) => mixture - (likelihood[place] ?? 0) < intervalBar;
  let [low, high] = [0, likelihood.length - 1];
  while (low < high && !isIn(low)) low += 1;
  while (high > low && !isIn(high)) high -= 1;
  // The true ratio lies between two of the list: the interval reaches to the next one on either side.
  const at = (place: number) => guardRatios[Math.max(0, Math.min(guardRatios.length - 1, place))] ?? 1;
  const top = Math.max(...likelihood);
  let [weight, sum] = [0, 0];
  for (const [place, ratio] of guardRatios.entries()) {
    const one = Math.exp((likelihood[place] ?? 0) - top);
    weight += one;
    sum += one * Math.log(ratio);
  }
  return {
    ratio: Math.exp(sum / weight),
    interval: [low === 0 ? 0 : at(low - 1), high === likelihood.length - 1 ? Infinity : at(high + 1)],
  };
}
