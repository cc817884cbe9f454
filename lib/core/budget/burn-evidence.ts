import { advance, evenWeights, mixed, ratioGrid } from "../detection/rise-statistic.ts";
import { sharedLevel } from "../detection/spike-settings.ts";
import type { BudgetDay, QualityBudget } from "./quality-budget.ts";

/** All that is kept of a budget between two days: plain numbers, safe as JSON. Replaying the same days gives the same state. */
export interface BurnState {
  readonly method: "burn-sr-1";
  /** The newest day taken in; older or equal ones are ignored. */
  readonly at: number | null;
  readonly slow: Burn;
  readonly fast: Burn;
}

interface Burn {
  /** ln(1 + S) by ratio. */
  readonly carried: readonly number[];
  /** The day on which this burn was called; null while there is none. */
  readonly since: number | null;
}

export interface BurnSettings {
  /** Chance of a false call, fast and slow together, within `horizon` days at the allowed rate. */
  readonly level: number;
  readonly horizon: number;
  /** Relative variance of equal days. */
  readonly dayNoise: number;
}

/** Weekdays that differ count as day noise here, so more is assumed than numbers usually show. */
export const usualBurn: BurnSettings = { level: 0.05, horizon: 90, dayNoise: 0.12 };

/**
 * Slow: above the allowed rate at all. Fast: above twice the allowed rate, which uses up a budget made for 30 days in under 15. Each
 * looks for these ratios above its own limit.
 */
const kinds = {
  slow: { limit: 1, ratios: ratioGrid(1.33, 4, 7) },
  fast: { limit: 2, ratios: ratioGrid(1.5, 8, 7) },
} as const;

export function newBurnState(): BurnState {
  const none: Burn = { carried: [], since: null };
  return { method: "burn-sr-1", at: null, slow: none, fast: none };
}

export interface Burning {
  readonly state: BurnState;
  /** The graver one of what is going on. */
  readonly burn: "none" | "slow" | "fast";
  /** What this day changed; a fast burn that becomes a slow one ends the fast one. */
  readonly changed: readonly ("slow-called" | "fast-called" | "slow-ended" | "fast-ended")[];
}

/**
 * Takes in one closed day: is the rate above what the budget allows? May be called every day without inflating false calls.
 *
 * The same statistic as for spikes, but against the allowed rate itself: nothing is estimated, and a rate below the limit makes false calls
 * rarer still. It passes T / α within T days with a chance of at most α. Held at that threshold while a burn goes on, so that its end is seen
 * soon: when the days since speak against it (S under 1).
 */
export function advanceBurn(
  state: BurnState,
  day: BudgetDay,
  budget: QualityBudget,
  settings: BurnSettings = usualBurn,
): Burning {
  if (state.at !== null && day.at <= state.at) return { state, burn: graver(state), changed: [] };
  if (!(day.exposure > 0) || !(budget.allowedRate > 0)) {
    const next = { ...state, at: day.at };
    return { state: next, burn: graver(next), changed: [] };
  }
  const slow = step(state.slow, day, budget, settings, "slow");
  const fast = step(state.fast, day, budget, settings, "fast");
  const changed = (["fast", "slow"] as const).flatMap((kind) => {
    const [before, after] = [state[kind].since, (kind === "slow" ? slow : fast).since];
    if (before === null && after !== null) return [`${kind}-called`] as const;
    return before !== null && after === null ? ([`${kind}-ended`] as const) : [];
  });
  const next: BurnState = { ...state, at: day.at, slow, fast };
  return { state: next, burn: graver(next), changed };
}

function step(
  burn: Burn,
  day: BudgetDay,
  budget: QualityBudget,
  settings: BurnSettings,
  kind: keyof typeof kinds,
): Burn {
  const { limit, ratios } = kinds[kind];
  const mean = limit * budget.allowedRate * day.exposure;
  const shape = 1 / settings.dayNoise;
  const taken = advance(burn.carried, ratios, { events: day.events, mean, shape }, 0);
  const evidence = mixed(taken.sums, evenWeights(ratios.length));
  const threshold = Math.log(settings.horizon / sharedLevel(settings.level, 2));
  if (evidence < threshold && burn.since === null) return { carried: taken.carried, since: null };
  if (evidence < 0) return { carried: [], since: null };
  return { carried: taken.carried.map((sum) => Math.min(sum, threshold)), since: burn.since ?? day.at };
}

/** The graver burn that is going on, and the day that called it. */
export function burnOf({ slow, fast }: BurnState): { burn: Burning["burn"]; since: number | null } {
  if (fast.since !== null) return { burn: "fast", since: fast.since };
  return { burn: slow.since === null ? "none" : "slow", since: slow.since };
}

const graver = (state: BurnState): Burning["burn"] => burnOf(state).burn;
