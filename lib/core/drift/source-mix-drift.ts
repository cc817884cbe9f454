import { fQuantile, fTail, tQuantile } from "../rates/f-distribution.ts";
import { mixUnrest, rootShares } from "./mix-unrest.ts";

/**
 * Do new contacts come from other sources than before, although their number looks the same?
 *
 * The squared distance between the current week and the middle of the reference weeks, in square roots of shares
 * (Hellinger's distance), is held against what the reference weeks themselves show from week to week (mix-unrest.ts) by an
 * F test: an analysis of variance of distances with one week on one side (Anderson 2001, Austral Ecology 26, 32-46), with
 * Satterthwaite's degrees of freedom. A plain chi-square or G test of the two windows takes contacts for independent and
 * calls most ordinary weeks a shift. With four reference weeks a shift must be plainer than with eight, and it should: four
 * weeks say little about how weeks differ.
 *
 * The size is the total variation distance: the share of new contacts that would have to change source to restore the old
 * mix. An error e in the roots moves it by at most |e| (Cauchy and Schwarz), so its interval follows from the same F
 * distribution, and holds at least its level, mostly more.
 *
 * Sources with under 5 expected contacts in a week are taken together as "the rest"; they still count. A mix that drifts
 * slowly through the reference weeks makes itself look usual. Weeks with a known launch belong out of the reference.
 */
export interface SourceWeek {
  /** New contacts by source key; a source that is left out had none. */
  readonly contacts: Readonly<Record<string, number>>;
}

export interface SourceShare {
  /** Null: the small sources together. */
  readonly source: string | null;
  readonly before: number;
  readonly now: number;
  /** Interval of now − before, for this source alone. */
  readonly low: number;
  readonly high: number;
}

export type SourceMixDrift =
  | {
      readonly kind: "not-enough-data";
      readonly reason: "few-weeks" | "few-contacts" | "one-source";
      /** So many more weeks or contacts; null for one source. */
      readonly needed: number | null;
    }
  | {
      readonly kind: "shifted" | "usual";
      readonly pValue: number;
      readonly distance: number;
      readonly distanceLow: number;
      readonly distanceHigh: number;
      /** Largest difference first. */
      readonly sources: readonly SourceShare[];
      readonly total: {
        readonly beforePerWeek: number;
        readonly now: number;
        /** Within the range in which one more week like the reference would lie in 95 % of the cases. */
        readonly isUsual: boolean;
      };
      /** How much more shares of one week differ than by chance; 1 is chance alone. */
      readonly dispersion: number;
    };

const fewestWeeks = 4;
const fewestContacts = 100;
const fewestExpected = 5;

/**
 * `alpha` is the false alarm rate per week: 1 %. Intervals are at 95 %. A reference week without contacts has no
 * mix, and counts for the usual total only.
 */
export function sourceMixDrift(
  reference: readonly SourceWeek[],
  current: SourceWeek,
  alpha = 0.01,
): SourceMixDrift {
  const weeks = reference.filter((week) => size(week) > 0);
  if (weeks.length < fewestWeeks) {
    return { kind: "not-enough-data", reason: "few-weeks", needed: fewestWeeks - weeks.length };
  }
  const now = size(current);
  const before = weeks.reduce((sum, week) => sum + size(week), 0);
  if (Math.min(now, before / weeks.length) < fewestContacts) {
    const needed = Math.ceil(fewestContacts - Math.min(now, before / weeks.length));
    return { kind: "not-enough-data", reason: "few-contacts", needed };
  }
  const table = mixTable(weeks, current);
  if (table.names.length < 2) return { kind: "not-enough-data", reason: "one-source", needed: null };

  const usual = mixUnrest(table.weeks, table.pooledShares, now);
  const roots = rootShares(table.current);
  const apart = sum([...roots.entries()], ([k, root]) => (root - (usual.centre[k] ?? 0)) ** 2);
  const pValue = fTail(apart / usual.variance, usual.degrees, usual.denominator);

  const sources = table.names.map((source, k) => {
    const share = {
      before: sum(table.weeks, (week) => week[k] ?? 0) / before,
      now: (table.current[k] ?? 0) / now,
    };
    const difference = share.now - share.before;
    const spread = 2 * Math.sqrt((table.pooledShares[k] ?? 0) * (usual.variances[k] ?? 0));
    const reach = tQuantile(0.05, weeks.length - 1) * spread;
    return { source, ...share, low: Math.max(-1, difference - reach), high: Math.min(1, difference + reach) };
  });
  const distance = sum(sources, (one) => Math.abs(one.now - one.before)) / 2;
  const reach = Math.sqrt(usual.variance * fQuantile(0.05, usual.degrees, usual.denominator));
  return {
    kind: pValue < alpha ? "shifted" : "usual",
    pValue,
    distance,
    distanceLow: Math.max(0, distance - reach),
    distanceHigh: Math.min(1, distance + reach),
    sources: sources.sort((a, b) => Math.abs(b.now - b.before) - Math.abs(a.now - a.before)),
    total: totalOf(reference.map(size), now),
    dispersion: usual.dispersion,
  };
}

interface MixTable {
  readonly names: readonly (string | null)[];
  /** Counts by week and name. */
  readonly weeks: readonly (readonly number[])[];
  readonly current: readonly number[];
  /** Shares of both windows together, never 0. */
  readonly pooledShares: readonly number[];
}

function mixTable(weeks: readonly SourceWeek[], current: SourceWeek): MixTable {
  const totals = new Map<string, number>();
  for (const week of [...weeks, current]) {
    for (const [source, count] of Object.entries(week.contacts)) {
      totals.set(source, (totals.get(source) ?? 0) + count);
    }
  }
  const all = [...totals.values()].reduce((a, b) => a + b, 0);
  const smallestWeek = Math.min(size(current), all / (weeks.length + 1));
  const isLarge = (source: string) => ((totals.get(source) ?? 0) / all) * smallestWeek >= fewestExpected;
  const large = [...totals.keys()].filter(isLarge).sort();
  const small = [...totals.keys()].filter((source) => !isLarge(source) && (totals.get(source) ?? 0) > 0);
  const counts = (week: SourceWeek) => {
    const own = large.map((source) => week.contacts[source] ?? 0);
    return small.length === 0 ? own : [...own, sum(small, (source) => week.contacts[source] ?? 0)];
  };
  const rows = weeks.map(counts);
  const now = counts(current);
  return {
    names: small.length === 0 ? large : [...large, null],
    weeks: rows,
    current: now,
    pooledShares: now.map((count, k) => (count + sum(rows, (row) => row[k] ?? 0)) / all),
  };
}

function totalOf(
  before: readonly number[],
  now: number,
): { beforePerWeek: number; now: number; isUsual: boolean } {
  const mean = sum(before, (n) => n) / before.length;
  const spread = sum(before, (n) => (n - mean) ** 2) / (before.length - 1);
  // Weeks that agree better than chance allows did so by luck.
  const reach =
    tQuantile(0.05, before.length - 1) * Math.sqrt(Math.max(mean, spread) * (1 + 1 / before.length));
  return { beforePerWeek: mean, now, isUsual: Math.abs(now - mean) <= reach };
}

function size(week: SourceWeek): number {
  return Object.values(week.contacts).reduce((a, b) => a + b, 0);
}

function sum<T>(items: readonly T[], value: (item: T) => number): number {
  return items.reduce((total, item) => total + value(item), 0);
}
