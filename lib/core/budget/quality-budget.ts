import { rateInterval } from "../rates/rate-interval.ts";

/** One closed day of a number or source, blocks, reports and opt-outs together. */
export interface BudgetDay {
  /** Whole days since some fixed day. */
  readonly at: number;
  /** Messages at risk; where feedback is delayed, matured ones. 0: nothing could happen. */
  readonly exposure: number;
  readonly events: number;
}

/** How many blocks, reports and opt-outs are in order: `allowedRate` of the exposures of any 30 days. */
export interface QualityBudget {
  /** Blocks, reports and opt-outs per exposure. */
  readonly allowedRate: number;
  readonly from: "set-by-user" | "own-history";
}

export const budgetDays = 30;
const room = 1.25;
export const fewestDays = 28;
export const fewestEvents = 20;

/** Days that stand for what is usual, added up. */
export interface UsualDays {
  /** With exposure. */
  readonly days: number;
  readonly exposure: number;
  readonly events: number;
}

/**
 * A budget from what is usual: a quarter above the own rate so far. Null with under 28 days of exposure or 20 events: then nobody
 * knows what is usual, and the user has to say what is allowed.
 */
export function budgetFromHistory({ days, exposure, events }: UsualDays): QualityBudget | null {
  if (days < fewestDays || events < fewestEvents) return null;
  return { allowedRate: (room * events) / exposure, from: "own-history" };
}

export interface BudgetUse {
  readonly events: number;
  readonly exposure: number;
  /** Events that the budget has room for at this exposure. */
  readonly allowed: number;
  /** Part used: 1 is all of it. The interval is what another 30 days with the same true rate might show, in 95 of 100 cases. */
  readonly used: number;
  readonly usedInterval: readonly [number, number];
  /** Rate of the last 7 days against the allowed one; null without exposure. A whole budget lasts 30 / pace days. */
  readonly pace: number | null;
}

/**
 * How much of the budget have the 30 days up to `today` used? Null when nothing was sent in them: no use is known, which is not a use
 * of zero. `dayNoise` is the relative variance of equal days; it widens the interval.
 */
export function budgetUse(
  budget: QualityBudget,
  days: readonly BudgetDay[],
  today: number,
  dayNoise: number,
): BudgetUse | null {
  const window = days.filter(({ at }) => at > today - budgetDays && at <= today);
  const { exposure, events } = totals(window);
  if (!(exposure > 0) || !(budget.allowedRate > 0)) return null;
  const allowed = budget.allowedRate * exposure;
  // Var(Σ y) = μ + ω Σ μ_d², so counts are worth 1 / (1 + ω Σ μ_d² / μ) of themselves.
  const rate = Math.max(events, 0.5) / exposure;
  const squares = window.reduce((sum, day) => sum + (rate * day.exposure) ** 2, 0);
  const dispersion = 1 + (dayNoise * squares) / (rate * exposure);
  const interval = rateInterval(events / dispersion, allowed / dispersion);
  const recent = totals(window.filter(({ at }) => at > today - 7));
  return {
    events,
    exposure,
    allowed,
    used: events / allowed,
    usedInterval: [interval?.low ?? 0, interval?.high ?? Infinity],
    pace: recent.exposure > 0 ? recent.events / (recent.exposure * budget.allowedRate) : null,
  };
}

function totals(days: readonly BudgetDay[]): { exposure: number; events: number } {
  let [exposure, events] = [0, 0];
  for (const day of days) {
    exposure += day.exposure;
    events += day.events;
  }
  return { exposure, events };
}
