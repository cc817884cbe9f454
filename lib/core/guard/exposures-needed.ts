import { logSumExp } from "../detection/log-sums.ts";
import { equalPlace, guardRatios, harmBelief, usualGuard, type GuardSettings } from "./guard-settings.ts";
import type { GuardState } from "./guard-state.ts";
import { weighGuard } from "./weigh-guard.ts";

/** How many more messages until a verdict: half of such launches need fewer than the median, one in ten fewer than `low`, one in ten more than `high`. */
export interface ExposuresNeeded {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

/** Further than this many times what was seen nobody plans. */
const farthest = 400;
const steps = 48;
/** Ratios that are carried forward: every third one is enough, the verdict's time being smooth in between. */
const carried = guardRatios.flatMap((_, place) => (place % 3 === 0 ? [place] : []));
/** Before much is known, how much the ratio of a launch differs from 1: standard deviation of its logarithm. An assumption. */
const usualSpread = 0.5;
/** Variance of the new method's days beyond chance, as long as its own days do not say. */
const usualNoise = 0.06;
const sooner = 1.5;

/**
 * If the new method goes on as it is believed to be (each ratio by its likelihood so far), after how many more deliveries will the evidence
 * pass the bar, or the interval lie under the margin? For each ratio the likelihoods are carried forward along their mean; how far
 * chance spreads the moment of the verdict follows from the variance of the evidence, as for a Brownian motion with drift
 * (inverse Gaussian: Wald 1947, appendix A.6). Null when no pace is known yet.
 */
export function exposuresNeeded(
  state: GuardState,
  settings: GuardSettings = usualGuard,
): ExposuresNeeded | null {
  if (!(state.expected > 0) || !(state.delivered > 0)) return null;
  const { likelihood } = weighGuard(state);
  const information = informationOf(state);
  const belief = beliefs(likelihood);
  const times = carried.map((place) =>
    timeToVerdict(likelihood, guardRatios[place] ?? 1, information, settings),
  );
  const smallest = Math.min(...times.map((one) => one.mean));
  if (!Number.isFinite(smallest)) return null;
  const grid = Array.from(
    { length: steps },
    (_, step) => (smallest / 8) * (farthest * 8) ** (step / (steps - 1)),
  );
  const shares = grid.map((n) =>
    times.reduce((sum, time, index) => sum + (belief[index] ?? 0) * passedBy(n, time), 0),
  );
  const at = (share: number) => {
    const place = shares.findIndex((one) => one >= share);
    if (place <= 0) return grid[place === 0 ? 0 : grid.length - 1] ?? 0;
    const [before, after] = [shares[place - 1] ?? 0, shares[place] ?? 1];
    const part = after > before ? (share - before) / (after - before) : 1;
    return (grid[place - 1] ?? 0) ** (1 - part) * (grid[place] ?? 0) ** part;
  };
  return { median: tidy(at(0.5)), low: tidy(at(0.1)), high: tidy(at(0.9)) };
}

/**
 * Expected events a delivery, less what the others' chance and the days' own noise leave of their information. Chance brings most verdicts
 * earlier than the mean path does: by how much was found by simulation (docs/statistics.md).
 */
function informationOf({ expected, delivered, squares, baseEvents }: GuardState): number {
  const others = baseEvents / expected;
  const aDay = squares / expected;
  return (sooner * expected) / delivered / (1 + 1 / Math.max(others, 1e-3) + usualNoise * aDay);
}

interface VerdictTime {
  readonly mean: number;
  /** Relative variance of the time. */
  readonly spread: number;
}
const never: VerdictTime = { mean: Infinity, spread: 1 };

function timeToVerdict(
  likelihood: readonly number[],
  ratio: number,
  information: number,
  settings: GuardSettings,
): VerdictTime {
  const drift = guardRatios.map((one) => information * (ratio * Math.log(one) - one + 1));
  const verdictAt = (n: number) => {
    const then = likelihood.map((one, place) => one + n * (drift[place] ?? 0));
    const worse = logSumExp(then.map((one, place) => one + (harmBelief[place] ?? 0)));
    if (worse - (then[equalPlace] ?? 0) >= settings.bar) return "harmful";
    const mixture = logSumExp(then) - Math.log(then.length);
    // The interval reaches to the ratio after the last one that is not out.
    const isOut = (place: number) => mixture - (then[place] ?? 0) >= settings.intervalBar;
    return isOut(marginPlace) && then.indexOf(Math.max(...then)) < marginPlace ? "safe" : null;
  };
  const marginPlace = guardRatios.findIndex((one) => one >= settings.margin) - 1;
  let high = 1 / information;
  while (verdictAt(high) === null) {
    high *= 2;
    if (high * information > 1e5) return never;
  }
  let low = high * information === 1 ? 0 : high / 2;
  for (let step = 0; step < 8; step += 1) {
    const middle = (low + high) / 2;
    if (verdictAt(middle) === null) low = middle;
    else high = middle;
  }
  // The evidence that decides compares the ratio with equality, or with the margin.
  const against = verdictAt(high) === "safe" ? settings.margin : 1;
  const gain = information * (ratio * Math.log(ratio / against) - ratio + against);
  const variance = information * ratio * Math.log(ratio / against) ** 2;
  return { mean: high, spread: gain > 0 ? Math.min(4, variance / (gain * gain * high)) : 1 };
}

/** Chance that an inverse Gaussian time with this mean and relative variance is over by n. */
function passedBy(n: number, { mean, spread }: VerdictTime): number {
  if (!Number.isFinite(mean)) return 0;
  const shape = mean / Math.max(spread, 1e-6);
  const root = Math.sqrt(shape / n);
  const part = normalBelow(root * (n / mean - 1));
  const mirror = 2 * (shape / mean);
  return part + (mirror > 600 ? 0 : Math.exp(mirror) * normalBelow(-root * (n / mean + 1)));
}

function normalBelow(z: number): number {
  // Abramowitz & Stegun 1964, 26.2.17: error under 7.5e-8.
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const tail =
    (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) *
    t *
    (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return z > 0 ? 1 - tail : tail;
}

function beliefs(likelihood: readonly number[]): number[] {
  const logs = carried.map(
    (place) => (likelihood[place] ?? 0) - 0.5 * (Math.log(guardRatios[place] ?? 1) / usualSpread) ** 2,
  );
  const total = logSumExp(logs);
  return logs.map((one) => Math.exp(one - total));
}

/** Two digits: the range says that more would mean nothing. */
function tidy(count: number): number {
  if (!(count > 0)) return 1;
  const scale = 10 ** Math.max(0, Math.floor(Math.log10(count)) - 1);
  return Math.max(1, Math.round(count / scale) * scale);
}
