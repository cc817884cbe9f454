import { ratioGrid } from "../detection/rise-statistic.ts";

/** What a watch over a launch promises, and when it speaks. */
export interface GuardSettings {
  /** Chance of ever calling a method harmful that is as good as the others, within 90 days of daily looks. */
  readonly level: number;
  /** ln of the evidence at which a method is called harmful: found by simulation for `level` (docs/statistics.md). */
  readonly bar: number;
  /** How much less likely than the mixture of all, in ln, a ratio must be to lie outside of the interval. */
  readonly intervalBar: number;
  /** A method is safe once its rate is surely under so many times that of the others. */
  readonly margin: number;
  /** Events without which nobody is called harmful, and expected ones without which nobody is called safe. */
  readonly leastEvents: number;
}

/** The promise of the bar was measured over so many days. */
export const guardHorizon = 90;

export const usualGuard: GuardSettings = {
  level: 0.05,
  bar: 2.45,
  intervalBar: Math.log(20),
  margin: 1.25,
  leastEvents: 5,
};

/** Candidate ratios of the new method's rate to that of the others: 1/8 to 8, 1 in the middle. */
export const guardRatios: readonly number[] = ratioGrid(1 / 8, 8, 61);
/** The place of ratio 1 among them. */
export const equalPlace = 30;

/** Beliefs beforehand in how harmful a harmful method is, as logarithms: between 1.3 and 5 times the others' rate, small ones a little likelier. */
export const harmBelief: readonly number[] = normalised(
  guardRatios.map((ratio) => (ratio > 1.3 && ratio < 5 ? ratio ** -0.3 : 0)),
);

/** Relative variance of the new method's days beyond chance: what it may be, and the belief in each (as logarithms). */
export const guardNoises: readonly number[] = [0, 0.02, 0.05, 0.1, 0.2, 0.4];
export const noiseBelief: readonly number[] = normalised([0.1, 0.15, 0.25, 0.25, 0.15, 0.1]);

function normalised(weights: readonly number[]): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => Math.log(weight / total));
}
