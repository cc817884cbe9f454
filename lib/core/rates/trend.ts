import { tQuantile, twoSidedT } from "./f-distribution.ts";
import type { RateCount } from "./rate-ratio.ts";

/**
 * Is a rate rising or falling over a run of days?
 *
 * Events of a day are Poisson with mean exposures × exp(a + b × day). The score test of b = 0 compares the average day of
 * the events with the average day of the exposures (Cox & Lewis 1966, The Statistical Analysis of Series of Events,
 * chapter 3; Armitage 1955). Days differ by more than chance, so its variance is multiplied with the dispersion (Pearson's
 * statistic of the fitted line over its degrees of freedom, or the sandwich estimate where that is larger; never under 1) and the result is held against Student's t
 * (McCullagh & Nelder 1989, Generalized Linear Models, 4.5 and 6.2). The interval holds every slope that the same test
 * would not refuse.
 *
 * "Steady" is a finding as well: it is only said when a doubling over the window would have shown. Otherwise there is not
 * enough data, and how many more events it takes is said.
 *
 * It looks for one slope. A step in the middle counts as a slope, a rise and fall as none. Days must be independent: a rate
 * that wanders over weeks will be called rising or falling more often than stated. Windows of whole weeks keep weekdays out.
 */
export type Trend =
  | {
      readonly kind: "not-enough-data";
      readonly reason: "few-days" | "few-events";
      readonly eventsNeeded: number | null;
    }
  | {
      readonly kind: "rising" | "falling" | "steady";
      readonly pValue: number;
      /** The rate at the end of the window over that at its beginning, along the fitted line. */
      readonly change: number;
      readonly low: number;
      readonly high: number;
      /** How much more days differ than by chance; 1 is chance alone. */
      readonly dispersion: number;
    };

const fewestDays = 7;
const fewestEvents = 10;
/** Slopes are looked for up to this factor over the window. */
const largestChange = 1e6;
const bound = Math.log(largestChange);

/**
 * `days` are consecutive and in order; a day without exposures says nothing and is left out, keeping its place. A change is
 * called at p < `alpha`.
 */
export function trend(days: readonly RateCount[], alpha = 0.05): Trend {
  const fitted = fitLine(days, alpha);
  if ("kind" in fitted) return fitted;
  const { events, slope, dispersion, critical, tAt, away, pValue } = fitted;
  const low = solveNear((b) => tAt(b) - critical, slope - away, -bound, slope);
  const high = solveNear((b) => tAt(b) + critical, slope + away, slope, bound);
  const halfWidth = (high - low) / 2;
  if (pValue >= alpha && halfWidth > Math.LN2) {
    const eventsNeeded = Math.ceil(events * ((halfWidth / Math.LN2) ** 2 - 1));
    return { kind: "not-enough-data", reason: "few-events", eventsNeeded };
  }
  const kind = pValue >= alpha ? "steady" : slope > 0 ? "rising" : "falling";
  return { kind, pValue, change: Math.exp(slope), low: Math.exp(low), high: Math.exp(high), dispersion };
}

/** The kind of the same trend, for tables of hundreds: without the limits of the slope where these decide nothing. */
export function trendKind(days: readonly RateCount[], alpha = 0.05): Trend["kind"] {
  const fitted = fitLine(days, alpha);
  if ("kind" in fitted) return fitted.kind;
  const { slope, critical, tAt, pValue } = fitted;
  if (pValue < alpha) return slope > 0 ? "rising" : "falling";
  const isWithin = (b: number) => Math.abs(b) < bound && Math.abs(tAt(b)) > critical;
  // Both limits are nearer than a doubling: no need to know where.
  if (isWithin(slope - Math.LN2) && isWithin(slope + Math.LN2)) return "steady";
  return trend(days, alpha).kind;
}

interface FittedLine {
  readonly events: number;
  readonly slope: number;
  readonly dispersion: number;
  /** The largest t that chance alone gives. */
  readonly critical: number;
  readonly tAt: (slope: number) => number;
  /** How far the limits of the slope lie from it, roughly. */
  readonly away: number;
  readonly pValue: number;
}

function fitLine(
  days: readonly RateCount[],
  alpha: number,
): FittedLine | Extract<Trend, { kind: "not-enough-data" }> {
  const told = days.flatMap((day, index) => (day.exposures > 0 ? [{ ...day, index }] : []));
  if (told.length < fewestDays) return { kind: "not-enough-data", reason: "few-days", eventsNeeded: null };
  const events = sum(told, (day) => day.events);
  if (events < fewestEvents) {
    return { kind: "not-enough-data", reason: "few-events", eventsNeeded: Math.ceil(fewestEvents - events) };
  }
  // Time runs from 0 to 1 over the window, so that a slope is the logarithm of the change.
  const first = told[0]?.index ?? 0;
  const span = (told.at(-1)?.index ?? 1) - first;
  const line = told.map((day) => ({ ...day, time: (day.index - first) / span }));
  const slope = slopeOf(line);
  const degrees = line.length - 2;
  const dispersion = dispersionOf(line, slope, events);
  const tAt = (b: number) => {
    const { score, information } = scoreAt(line, b);
    return information === 0 ? 0 : score / Math.sqrt(dispersion * information);
  };
  const critical = tQuantile(alpha, degrees);
  const away = critical * Math.sqrt(dispersion / Math.max(1e-12, scoreAt(line, slope).information));
  return { events, slope, dispersion, critical, tAt, away, pValue: twoSidedT(tAt(0), degrees) };
}

interface TimedCount extends RateCount {
  readonly time: number;
}

/** Score and information of the slope, given the number of events: they fall on days in proportion to the fitted line. */
function scoreAt(line: readonly TimedCount[], slope: number): { score: number; information: number } {
  let weight = 0;
  let first = 0;
  let second = 0;
  let events = 0;
  let seen = 0;
  for (const day of line) {
    const share = day.exposures * Math.exp(slope * (day.time - 0.5));
    weight += share;
    first += share * day.time;
    second += share * day.time * day.time;
    events += day.events;
    seen += day.events * day.time;
  }
  const mean = first / weight;
  return { score: seen - events * mean, information: Math.max(0, events * (second / weight - mean * mean)) };
}

/** Where the score is 0: Newton's steps, which its information gives, from a level rate on; by halving where these lead astray. */
function slopeOf(line: readonly TimedCount[]): number {
  let slope = 0;
  for (let step = 0; step < 12; step += 1) {
    const { score, information } = scoreAt(line, slope);
    const move = score / information;
    if (!Number.isFinite(move) || Math.abs(slope + move) > bound) break;
    slope += move;
    if (Math.abs(move) < 1e-11) return slope;
  }
  return solve((b) => scoreAt(line, b).score, -bound, bound);
}

/** The same zero as `solve` finds, sooner when it lies near `guess`. */
function solveNear(f: (slope: number) => number, guess: number, from: number, to: number): number {
  const width = Math.abs(guess - (guess < (from + to) / 2 ? to : from)) / 8;
  const [low, high] = [Math.max(from, guess - width), Math.min(to, guess + width)];
  if (!(low < high)) return solve(f, from, to);
  if (f(low) > 0) return f(high) < 0 ? solve(f, low, high) : solve(f, high, to);
  return solve(f, from, low);
}

/**
 * The larger of two estimates, never under 1: Pearson's, which takes unrest to be in proportion to what is expected, and
 * the sandwich (White 1980), which lets busy days have more of it and counts where in the window it lies.
 */
function dispersionOf(line: readonly TimedCount[], slope: number, events: number): number {
  const shape = (day: TimedCount) => day.exposures * Math.exp(slope * (day.time - 0.5));
  const weight = sum(line, shape);
  const mean = sum(line, (day) => shape(day) * day.time) / weight;
  let pearson = 0;
  let sandwich = 0;
  for (const day of line) {
    const expected = (events * shape(day)) / weight;
    const square = (day.events - expected) ** 2;
    // Where the line has fallen to nothing and nothing came, nothing is to be explained.
    if (expected > 1e-9 || day.events > 0) pearson += square / expected;
    sandwich += square * (day.time - mean) ** 2;
  }
  const { information } = scoreAt(line, slope);
  const perDegree = line.length - 2;
  const spread = information > 0 ? (sandwich / information) * (line.length / perDegree) : 0;
  return Math.max(1, pearson / perDegree, spread);
}

/**
 * The zero of a falling function; the end of the range when it has none in it. By the line between both ends, with the value of an end
 * that stays halved (the Illinois rule; Dowell & Jarratt 1971, BIT 11, 168-174): a quarter of the steps of halving.
 */
function solve(f: (slope: number) => number, from: number, to: number): number {
  let [low, high] = [from, to];
  let [above, below] = [f(low), f(high)];
  if (!(above > 0)) return low;
  if (!(below < 0)) return high;
  let stayed: "low" | "high" | null = null;
  for (let step = 0; step < 100 && high - low > 1e-11; step += 1) {
    const met = (low * below - high * above) / (below - above);
    // Flat ends give a line that leads nowhere.
    const next = step % 8 === 7 || !(met > low && met < high) ? (low + high) / 2 : met;
    const value = f(next);
    if (value === 0) return next;
    if (value > 0) {
      [low, above] = [next, value];
      if (stayed === "high") below /= 2;
      stayed = "high";
    } else {
      [high, below] = [next, value];
      if (stayed === "low") above /= 2;
      stayed = "low";
    }
    if (Math.abs(value) < 1e-13) return next;
  }
  return (low + high) / 2;
}

function sum<T>(items: readonly T[], value: (item: T) => number): number {
  return items.reduce((total, item) => total + value(item), 0);
}
