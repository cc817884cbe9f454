import { usualGuard, type GuardSettings } from "./guard-settings.ts";
import type { GuardState } from "./guard-state.ts";
import { estimateRatio, weighGuard } from "./weigh-guard.ts";

export type GuardVerdict = "harmful" | "safe" | "undecided";
/** Why nothing can be said yet. */
export type GuardLack = "nothing-delivered" | "no-others" | "too-few" | "not-clear" | "before-counting";

export interface GuardJudgement {
  readonly verdict: GuardVerdict;
  /** ln of the evidence that the new method is worse. */
  readonly evidence: number;
  readonly harmfulSince: number | null;
  /** Null while nothing could be compared. `interval[1]` of null: no limit above. */
  readonly ratio: number | null;
  readonly interval: readonly [low: number, high: number | null] | null;
  readonly delivered: number;
  readonly events: number;
  /** At the rate of the others. */
  readonly expected: number;
  readonly unmatched: number;
  /** Null once there is a verdict. */
  readonly lack: GuardLack | null;
}

/**
 * harmful: the evidence has passed the bar on some day. safe: the whole interval lies under the margin. Otherwise nothing is
 * said, and why. Missing data is never safe.
 */
export function judgeGuard(state: GuardState, settings: GuardSettings = usualGuard): GuardJudgement {
  const { delivered, events, expected, unmatched, harmfulSince } = state;
  const counts = { delivered, events, expected, unmatched, harmfulSince };
  if (!(expected > 0)) {
    const lack = unmatched > 0 ? "no-others" : "nothing-delivered";
    return { ...counts, verdict: "undecided", evidence: 0, ratio: null, interval: null, lack };
  }
  const { evidence, likelihood } = weighGuard(state);
  const { ratio, interval } = estimateRatio(likelihood, settings);
  const isSafe = harmfulSince === null && expected >= settings.leastEvents && interval[1] <= settings.margin;
  const verdict = harmfulSince !== null ? "harmful" : isSafe ? "safe" : "undecided";
  return {
    ...counts,
    verdict,
    evidence,
    ratio,
    interval: [interval[0], Number.isFinite(interval[1]) ? interval[1] : null],
    lack: verdict !== "undecided" ? null : expected < settings.leastEvents ? "too-few" : "not-clear",
  };
}
