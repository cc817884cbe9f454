/** How a launch is meant to grow: in opt-ins a day, deliveries a day, or as a share of all opt-ins of the day. */
export const rampUnits = ["opt-ins", "deliveries", "share"] as const;
export type RampUnit = (typeof rampUnits)[number];

export interface RampStep {
  /** Days of UTC since the launch; 0 is the day of the launch. */
  readonly fromDay: number;
  /** At most so much a day from then on; of `share` a fraction. */
  readonly amount: number;
}

export interface Ramp {
  readonly unit: RampUnit;
  readonly steps: readonly RampStep[];
}

export const mostRampSteps = 30;
const lastDay = 365;
const mostADay = 10_000_000;

/** What is wrong with a ramp, where in it, and what to do; null: nothing. */
export function rampFault({ unit, steps }: Ramp): { readonly path: string; readonly message: string } | null {
  if (steps.length === 0) return { path: "steps", message: "must have at least one step" };
  if (steps.length > mostRampSteps)
    return { path: "steps", message: `must have at most ${mostRampSteps} steps` };
  for (const [at, { fromDay, amount }] of steps.entries()) {
    const before = steps[at - 1];
    if (before === undefined ? fromDay !== 0 : fromDay <= before.fromDay || fromDay > lastDay) {
      const message =
        before === undefined
          ? "must be 0: the first step begins with the launch"
          : `must be later than the step before, and at most ${lastDay}`;
      return { path: `steps.${at}.fromDay`, message };
    }
    if (
      unit === "share"
        ? amount < 0.001 || amount > 1
        : !Number.isInteger(amount) || amount < 1 || amount > mostADay
    ) {
      const message =
        unit === "share"
          ? "must be a share between 0.001 and 1"
          : `must be a whole number from 1 to ${mostADay.toLocaleString("en-US")}`;
      return { path: `steps.${at}.amount`, message };
    }
  }
  return null;
}

/**
 * What is planned for one day.
 *
 * @param day days since the launch.
 * @returns null before the launch and without a ramp: nothing is planned, which is not zero.
 */
export function plannedOnDay(ramp: Ramp | null, day: number): number | null {
  if (ramp === null || day < 0) return null;
  return ramp.steps.findLast(({ fromDay }) => fromDay <= day)?.amount ?? null;
}

/** A ramp as stored; null for none and for one that this version cannot read. */
export function readRamp(stored: unknown): Ramp | null {
  if (typeof stored !== "object" || stored === null || !("unit" in stored) || !("steps" in stored))
    return null;
  const unit = rampUnits.find((known) => known === stored.unit);
  if (unit === undefined || !Array.isArray(stored.steps)) return null;
  const steps = stored.steps.flatMap((step: unknown) => {
    if (typeof step !== "object" || step === null || !("fromDay" in step) || !("amount" in step)) return [];
    const { fromDay, amount } = step;
    return typeof fromDay === "number" && typeof amount === "number" ? [{ fromDay, amount }] : [];
  });
  const ramp = { unit, steps };
  return rampFault(ramp) === null ? ramp : null;
}
