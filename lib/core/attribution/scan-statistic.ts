/**
 * F(C, B): how much better a group with its own factor explains its count C than its expectation B does; the
 * log-likelihood ratio of two Poisson means (Kulldorff 1997; Neill 2012). 0 when the group does not deviate in the
 * direction asked for. Both counts above or at 0, B above 0.
 */
export function scanStatistic(count: number, expected: number, direction: "rise" | "fall" = "rise"): number {
  if (!(expected > 0)) return 0;
  if (direction === "rise" ? count <= expected : count >= expected) return 0;
  return count === 0 ? expected : count * Math.log(count / expected) - (count - expected);
}
