/** Off: nobody can ask for a hold. Dry run: orders are marked as such and hold nothing. */
export const holdModes = ["off", "dry-run", "live"] as const;
export type HoldMode = (typeof holdModes)[number];

/** The rules that a hold is begun under. */
export interface HoldRules {
  readonly mode: HoldMode;
  /** Whether the watch over launches asks for a hold by itself. */
  readonly proposes: boolean;
  /** People who must agree; 1 only where that was said explicitly. */
  readonly approvals: number;
  readonly coolDownHours: number;
  readonly rampSteps: readonly number[];
  readonly rampStepHours: number;
}

/** As long as nobody has set them. */
export const usualHoldRules: HoldRules = {
  mode: "off",
  proposes: false,
  approvals: 2,
  coolDownHours: 24,
  rampSteps: [0.25, 0.5, 1],
  rampStepHours: 24,
};

export const mostRampBackSteps = 10;

/** What is wrong with the shares of a way back, or null: they rise, and end with all of the usual volume. */
export function rampBackFault(steps: readonly number[]): string | null {
  if (steps.length === 0 || steps.length > mostRampBackSteps)
    return `must have 1 to ${mostRampBackSteps} steps`;
  if (steps.some((share) => !(share > 0 && share <= 1))) return "must have shares above 0 and up to 1";
  if (steps.some((share, place) => share <= (steps[place - 1] ?? 0))) return "must rise from step to step";
  return steps.at(-1) === 1 ? null : "must end with 1, the usual volume";
}

/** Why the mode may not be set, or null. */
export function modeFault(
  mode: HoldMode,
  receiver: { readonly isSet: boolean; readonly dryRunAccepted: boolean },
): string | null {
  if (mode === "off") return null;
  if (!receiver.isSet) return "needs a receiver: say first where orders go";
  if (mode === "live" && !receiver.dryRunAccepted)
    return "needs a dry run that the receiver accepted: choose dry-run, and send a test";
  return null;
}

const retrySeconds = [5, 15, 60, 300, 900, 1_800, 3_600, 3_600, 3_600, 3_600, 3_600];

/**
 * Seconds to wait after the given failed try of an order (1 is the first), with up to 10 % of jitter, and at least as long as
 * the receiver asked. Null: no try is left. Shorter than for messages (retry-delay.ts): an order of this morning is not what
 * anybody wants tomorrow, so that after some six hours a person decides.
 */
export function orderRetrySeconds(
  attempt: number,
  retryAfterSeconds: number | null,
  jitter: number,
): number | null {
  const base = retrySeconds[attempt - 1];
  if (base === undefined) return null;
  return Math.max(base * (1 + jitter / 10), Math.min(retryAfterSeconds ?? 0, 3_600));
}
