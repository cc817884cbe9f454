import { logSumExp } from "../detection/log-sums.ts";
import { guardRatios } from "../guard/guard-settings.ts";

/** Chances of the ratio of a method's rate to that of everything else, one for each of `guardRatios`; they add up to 1. */
export type RatioBelief = readonly number[];

/**
 * What is believed of a method that nobody has seen yet: as good as the others in the middle, ln of the ratio normal with this
 * deviation. An assumption. Ratios of 1/4.3 to 4.3 lie within 95 %, so that a method four times as bad surprises nobody.
 */
export const priorSpread = 0.75;

const priorLogs = guardRatios.map((ratio) => -(Math.log(ratio) ** 2) / (2 * priorSpread ** 2));

export const priorBelief: RatioBelief = normalised(priorLogs);

/** The belief once counts were seen. @param likelihood ln likelihood by ratio, up to what all have in common (weigh-guard.ts). */
export function beliefAfter(likelihood: readonly number[], before: RatioBelief = priorBelief): RatioBelief {
  return normalised(before.map((chance, place) => Math.log(chance) + (likelihood[place] ?? 0)));
}

/** Relative variance of a method's days beyond chance that coming days are reckoned with: the middle of what the guard believes. */
const usualNoise = 0.1;

/**
 * ln likelihood by ratio that a day to come is expected to bring if the method turns out as the others: events as expected, with the
 * noise of a day. @param expected events of the day at the others' rate. @param baseEvents of the others on such a day.
 */
export function expectedLikelihood(expected: number, baseEvents: number): number[] {
  if (!(expected > 0)) return guardRatios.map(() => 0);
  const kappa = 1 / (usualNoise + 1 / Math.max(baseEvents, 0.5));
  return guardRatios.map(
    (ratio) => expected * Math.log(ratio) - (expected + kappa) * Math.log(kappa + ratio * expected),
  );
}

/** The ratio that is not passed with this chance: the bad case. */
export function badCase(belief: RatioBelief, level: number): number {
  let sum = 0;
  const place = belief.findIndex((chance) => (sum += chance) >= level);
  return guardRatios[place < 0 ? guardRatios.length - 1 : place] ?? 1;
}

function normalised(logs: readonly number[]): number[] {
  const total = logSumExp(logs);
  return logs.map((one) => Math.exp(one - total));
}
