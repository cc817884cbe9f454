import { guardRatios } from "../guard/guard-settings.ts";
import { incompleteBeta } from "../rates/incomplete-beta.ts";
import type { RatioBelief } from "./ratio-belief.ts";

/** Chances with which the rate is to stay within what is allowed. */
export const paceLevels = [0.8, 0.9, 0.95, 0.99] as const;
export type PaceLevel = (typeof paceLevels)[number];
export const usualLevel: PaceLevel = 0.9;

/** Meta looks at the last seven days. */
export const windowDays = 7;

/** Above so many messages a day nobody is held back by quality. */
export const mostADay = 1_000_000;

/** Relative variance of equal days that all messages share, beyond chance. An assumption, that of the guard before it saw any. */
const dayNoise = 0.06;

/** What a number sends besides the method, and what came back: blocks, reports and opt-outs together. */
export interface PaceBaseline {
  /** Days that were counted. */
  readonly days: number;
  readonly messages: number;
  readonly events: number;
}

/**
 * Chance that the number's rate of seven days stays within what is allowed, with so many messages a day of the method besides all others.
 *
 * The others' rate is gamma distributed after their counts (Jeffreys), each worth what it is with days that differ; the window's count is
 * negative binomial at each ratio, mixed over the belief. A part of an event that would still fit counts as none: the answer is never too large,
 * and smooth in the pace.
 */
export function chanceWithin(
  baseline: PaceBaseline,
  allowedRate: number,
  belief: RatioBelief,
  perDay: number,
): number {
  const others = (windowDays * baseline.messages) / baseline.days;
  const own = windowDays * perDay;
  const room = allowedRate * (others + own);
  const { rate, shape } = windowRate(baseline);
  let chance = 0;
  for (const [place, ratio] of guardRatios.entries()) {
    const weight = belief[place] ?? 0;
    if (weight < 1e-9) continue;
    const mean = rate * (others + ratio * own);
    chance += weight * withinRoom(shape, mean, room);
  }
  return chance;
}

/** P(Y ≤ room − 1) of a negative binomial count, room need not be whole. */
function withinRoom(shape: number, mean: number, room: number): number {
  return room <= 0 ? 0 : incompleteBeta(shape / (shape + mean), shape, room);
}

/** The rate of a coming window: its mean, and 1 / relative variance: of what is not known of it, and of the days' noise. */
function windowRate({ days, messages, events }: PaceBaseline): { rate: number; shape: number } {
  const counted = events + 0.5;
  const unknown = 1 / counted + dayNoise / days;
  const noise = dayNoise / windowDays;
  return { rate: counted / messages, shape: 1 / (unknown + noise * (1 + unknown)) };
}

export interface LargestPace {
  /** Messages a day, whole; null: quality sets no bound. */
  readonly perDay: number | null;
  /** Chance that the number stays within what is allowed without the method. */
  readonly chanceWithout: number;
}

/**
 * The most messages a day with which the number stays within what is allowed with a chance of `level`. 0 if it does not even without the
 * method. By bisection: the chance may rise at first, since more messages differ less by chance, and then falls.
 */
export function largestPace(
  baseline: PaceBaseline,
  allowedRate: number,
  belief: RatioBelief,
  level: number,
): LargestPace {
  const isWithin = (perDay: number) => chanceWithin(baseline, allowedRate, belief, perDay) >= level;
  const chanceWithout = chanceWithin(baseline, allowedRate, belief, 0);
  if (chanceWithout < level) return { perDay: 0, chanceWithout };
  let [low, high] = [0, 1];
  while (high < mostADay && isWithin(high)) [low, high] = [high, high * 2];
  if (high >= mostADay && isWithin(mostADay)) return { perDay: null, chanceWithout };
  high = Math.min(high, mostADay);
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (isWithin(middle)) low = middle;
    else high = middle;
  }
  return { perDay: low, chanceWithout };
}

/** Two figures, never rounded up: 1,873 is 1,800. */
export function twoFigures(amount: number): number {
  if (amount < 100) return Math.floor(amount);
  const unit = 10 ** (Math.floor(Math.log10(amount)) - 1);
  return Math.floor(amount / unit) * unit;
}
