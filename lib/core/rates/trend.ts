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

/**
 * `days` are consecutive and in order; a day without exposures says nothing and is left out, keeping its place. A change is
 * called at p < `alpha`.
 */
export function trend(days: readonly RateCount[], alpha = 0.05): Trend {
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

  const bound = Math.log(largestChange);
  const slope = solve((b) => scoreAt(line, b).score, -bound, bound);
  const degrees = line.length - 2;
  const dispersion = dispersionOf(line, slope, events);
  const tAt = (b: number) => {
    const { score, information } = scoreAt(line, b);
    return information === 0 ? 0 : score / Math.sqrt(dispersion * information);
  };
  const critical = tQuantile(alpha, degrees);
  const low = solve((b) => tAt(b) - critical, -bound, slope);
  const high = solve((b) => tAt(b) + critical, slope, bound);
  const pValue = twoSidedT(tAt(0), degrees);

  const halfWidth = (high - low) / 2;
  if (pValue >= alpha && halfWidth > Math.LN2) {
    const eventsNeeded = Math.ceil(events * ((halfWidth / Math.LN2) ** 2 - 1));
    return { kind: "not-enough-data", reason: "few-events", eventsNeeded };
  }
  const kind = pValue >= alpha ? "steady" : slope > 0 ? "rising" : "falling";
  return { kind, pValue, change: Math.exp(slope), low: Math.exp(low), high: Math.exp(high), dispersion };
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

/** The zero of a falling function by halving; the end of the range when it has none in it. */
function solve(f: (slope: number) => number, from: number, to: number): number {
  let low = from;
  let high = to;
  for (let step = 0; step < 44; step += 1) {
    const middle = (low + high) / 2;
    if (f(middle) > 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

function sum<T>(items: readonly T[], value: (item: T) => number): number {
  return items.reduce((total, item) => total + value(item), 0);
}
