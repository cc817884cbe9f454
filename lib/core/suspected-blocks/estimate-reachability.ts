/**
 * How long does ordinary silence last, and how much of it never ends?
 *
 * WhatsApp tells nobody of a block: messages just stay at one tick, as they do while a phone is off. What tells the two
 * apart is that ordinary silence ends. From the number's own history of silent stretches, those that ended and those that
 * go on, the product-limit estimate (Kaplan & Meier 1958, JASA 53, 457-481) gives the share still silent at each age. It
 * falls while phones come back and then levels off: the level is the share that never comes back (a cure model the other
 * way round; Maller & Zhou 1992, Biometrika 79, 731-739).
 *
 * - A stretch enters the table at the age at which it first qualified (suspect-block.ts), not at its start: otherwise short
 *   ordinary stretches, which never qualify, would make silence look shorter than it is for those that do (left truncation).
 * - Stretches that go on leave the table at their present age (right censoring).
 * - Long absences still end after the last age with data. Ends are counted per doubling of age; for heavy-tailed absences
 *   each doubling brings a fixed part of those before it, so the rest is the sum of that geometric series.
 *
 * Not every silence that never ends is a block: people leave WhatsApp, change their number or lose it. No data of ours
 * shows who, so a rate is assumed and stated: five contacts in a hundred a year (the United States alone give back about 35
 * million telephone numbers a year, FCC 18-177), half of them seen as plain silence and half as 131026, which a deleted
 * account gives. As a rate over time, not a share of the silences, it keeps blocks from being suspected where silence is no
 * more common than people leaving would make it.
 *
 * It answers for a number as it was. After a wave of blocks it says too little, in a holiday season too much.
 */
export interface StretchCount {
  /** failed-131026: at least one message of the stretch failed with 131026. */
  readonly sort: StretchSort;
  /** Whole days from the first unanswered message to when the stretch qualified; 2 or more. */
  readonly entryDay: number;
  /** Whole days from the first unanswered message to the sign of life, or to now. */
  readonly lastDay: number;
  /** A sign of life ended it. */
  readonly hasEnded: boolean;
  /** So many stretches like this. */
  readonly count: number;
}

export type StretchSort = "silent" | "failed-131026";

export interface SilenceCurve {
  /** Age in days of the first and last entry of `neverEnds`. */
  readonly firstDay: number;
  readonly lastDay: number;
  /** By day of age from firstDay: the chance that a stretch that is still silent then never ends. Never falls. */
  readonly neverEnds: readonly number[];
  /** Share of the silences that never end which people leaving explain (assumed rate); 1: all of them. */
  readonly goneShare: number;
  readonly stretchCount: number;
  readonly endedCount: number;
}

export type Reachability =
  | { readonly kind: "insufficient"; readonly stretchCount: number; readonly stretchesNeeded: number | null }
  | {
      readonly kind: "estimate";
      readonly silent: SilenceCurve;
      /** The curve of all stretches stands in while there are too few of this sort. */
      readonly failed131026: SilenceCurve;
    };

const fewestStretches = 100;
const fewestAtRisk = 20;
/** Ages must be followed at least this long, or nothing is known of what never ends. */
const shortestFollowUp = 14;
const longestFollowUp = 60;
/** Absences whose ends do not thin out faster than this have no finite mean: then it is noise. */
const largestPart = 0.5;

/**
 * From the stretches of one number: every one that qualified in the last half year or so, ended or not. `contactYears` is
 * for how long contacts that had been reached before were messaged in that time, summed over contacts, in years.
 */
export function estimateReachability(
  stretches: readonly StretchCount[],
  contactYears: number,
  gonePerContactYear = 0.05,
): Reachability {
  const gone = contactYears * gonePerContactYear;
  const ofSort = (sort: StretchSort) => stretches.filter((stretch) => stretch.sort === sort);
  const all = silenceCurve(stretches, gone);
  const silent = silenceCurve(ofSort("silent"), gone / 2) ?? all;
  const failed131026 = silenceCurve(ofSort("failed-131026"), gone / 2) ?? all;
  if (silent === null || failed131026 === null) {
    const stretchCount = stretches.reduce((total, stretch) => total + stretch.count, 0);
    // With enough stretches it is time that is missing: more of the same would not help.
    const missing = fewestStretches - stretchCount;
    return { kind: "insufficient", stretchCount, stretchesNeeded: missing > 0 ? missing : null };
  }
  return { kind: "estimate", silent, failed131026 };
}

/** `gone`: so many of these are expected to be people who left for good. */
function silenceCurve(stretches: readonly StretchCount[], gone: number): SilenceCurve | null {
  const stretchCount = stretches.reduce((total, one) => total + one.count, 0);
  const endedCount = stretches.reduce((total, one) => total + (one.hasEnded ? one.count : 0), 0);
  if (stretchCount < fewestStretches) return null;
  const { atRisk, ended } = lifeTable(stretches);
  const firstDay = atRisk.findIndex((count) => count >= fewestAtRisk);
  const thin = atRisk.findIndex((count, day) => day > firstDay && count < fewestAtRisk);
  const lastDay = (thin === -1 ? atRisk.length : thin) - 1;
  if (firstDay === -1 || lastDay < shortestFollowUp) return null;

  // Share still silent at the beginning of each day of age, 1 at firstDay.
  const still = [1];
  for (let day = firstDay; day <= lastDay; day += 1) {
    still.push((still.at(-1) ?? 0) * (1 - (ended[day] ?? 0) / (atRisk[day] ?? 1)));
  }
  const never = Math.max(0, (still.at(-1) ?? 0) - laterEnds(still, firstDay, lastDay, stretchCount));
  const neverEnds = still.slice(0, -1).map((share) => (share > 0 ? Math.min(1, never / share) : 0));
  const chanceAtEntry = (day: number) =>
    neverEnds[Math.max(0, Math.min(neverEnds.length - 1, day - firstDay))] ?? 0;
  const expected = stretches.reduce((total, one) => total + one.count * chanceAtEntry(one.entryDay), 0);
  const goneShare = expected > 0 ? Math.min(1, gone / expected) : 1;
  return { firstDay, lastDay, neverEnds, goneShare, stretchCount, endedCount };
}

function lifeTable(stretches: readonly StretchCount[]): { atRisk: number[]; ended: number[] } {
  const ended = Array.from({ length: longestFollowUp + 1 }, () => 0);
  const change = Array.from({ length: longestFollowUp + 2 }, () => 0);
  for (const stretch of stretches) {
    if (stretch.entryDay > longestFollowUp || stretch.lastDay < stretch.entryDay) continue;
    const last = Math.min(stretch.lastDay, longestFollowUp);
    change[stretch.entryDay] = (change[stretch.entryDay] ?? 0) + stretch.count;
    change[last + 1] = (change[last + 1] ?? 0) - stretch.count;
    if (stretch.hasEnded && last === stretch.lastDay) ended[last] = (ended[last] ?? 0) + stretch.count;
  }
  let running = 0;
  const atRisk = change.slice(0, longestFollowUp + 1).map((step) => (running += step));
  return { atRisk, ended };
}

/**
 * Share of all that will still end after the last day, from the last two doublings of age. Few ends tell little about how
 * they thin out, so a usual part of 0.35 (a Pareto tail with exponent 1.5) weighs like 20 stretches.
 */
function laterEnds(
  still: readonly number[],
  firstDay: number,
  lastDay: number,
  stretchCount: number,
): number {
  const at = (day: number) => still[Math.max(0, Math.round(day) - firstDay)] ?? 0;
  const end = lastDay + 1;
  const earlier = at(end / 4) - at(end / 2);
  const later = at(end / 2) - at(end);
  const weight = 20 / stretchCount;
  const part = Math.min(largestPart, (later + 0.35 * weight) / (earlier + weight));
  return (later * part) / (1 - part);
}
