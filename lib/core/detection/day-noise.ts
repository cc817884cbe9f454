import type { Bucket } from "./clean-window.ts";
import { logProbability } from "./count-likelihood.ts";
import { type ExpectedEventsSettings, expectationOf, fitExpectedEvents } from "./expected-events.ts";
import { logSumExp } from "./log-sums.ts";

/**
 * How much do equal days differ by more than chance? Var(count) = μ + ωμ². ω is never known: eight weeks of days tell the
 * variance to about a fifth. So no single value is chosen; each of these is carried with its weight of evidence.
 */
export const dayNoiseGrid: readonly number[] = [
  0, 0.002, 0.005, 0.012, 0.025, 0.045, 0.075, 0.12, 0.2, 0.35, 0.7,
];

/**
 * Belief before any data, as logarithms up to a constant: either chance alone or days that differ by a third. Where events are
 * few ω cannot be learnt, and believing in a third costs hardly any delay; where they are many the data overrule this soon.
 */
const dayNoisePrior: readonly number[] = [1, 0.15, 0.2, 0.3, 0.5, 0.8, 1.2, 1.6, 1.3, 0.5, 0.2].map(Math.log);

/**
 * Evidence for each ω from the clean window, in logarithms. Level and pattern were fitted to the same counts and have eaten
 * some of their scatter; the term −½ ln(information) of every fitted quantity pays it back (Cox and Reid 1987).
 */
export function dayNoiseEvidence(
  window: readonly Bucket[],
  settings: ExpectedEventsSettings,
  prior: readonly number[] = dayNoisePrior,
): number[] {
  return dayNoiseGrid.map((omega, index) => {
    const fit = fitExpectedEvents(window, omega, settings);
    let evidence = prior[index] ?? -Infinity;
    for (const bucket of window) {
      const { mean } = expectationOf(fit, bucket);
      if (mean > 0) evidence += logProbability(bucket.events, mean, 1 / omega);
    }
    if (fit.information > 0) evidence -= 0.5 * Math.log(fit.information);
    if (fit.slopeVariance > 0) {
      evidence += 0.5 * Math.log(fit.slopeVariance) - 0.5 * (fit.slope / settings.drift) ** 2;
    }
    for (const pattern of fit.factorInformation) {
      for (const information of pattern.slice(1)) evidence -= 0.5 * Math.log(information);
    }
    return evidence;
  });
}

/** Shares of belief, summing to 1. */
function shares(evidence: readonly number[]): number[] {
  const total = logSumExp(evidence);
  return evidence.map((value) => Math.exp(value - total));
}

/** The mean ω under the evidence: for weights and displays, never for a test. */
export function meanDayNoise(evidence: readonly number[]): number {
  return shares(evidence).reduce((sum, share, index) => sum + share * (dayNoiseGrid[index] ?? 0), 0);
}
