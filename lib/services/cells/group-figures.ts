import type { ExposureGroup, SignalGroup } from "../../adapters/db/read-cells.ts";
import { negativeKinds, type CellFigures, type SignalCounts } from "../../contracts/cells.ts";
import { rateInterval } from "../../core/rates/rate-interval.ts";

/** Everything counted of one group. */
export interface GroupCounts {
  exposures: number;
  delivered: number;
  failed: number;
  readonly signals: SignalCounts;
  /** Of the negative signals. */
  readonly basis: { observed: number; imported: number; inferred: number };
}

export function noCounts(): GroupCounts {
  return {
    exposures: 0,
    delivered: 0,
    failed: 0,
    signals: { block: 0, report: 0, opt_out: 0, suspected_block: 0, ecosystem_hold: 0, undelivered: 0 },
    basis: { observed: 0, imported: 0, inferred: 0 },
  };
}

const isNegative = (kind: string) => negativeKinds.some((one) => one === kind);

/** Adds up groups that have the same name: merged sources, sources of one method. */
export function gatherGroups(
  exposures: readonly ExposureGroup[],
  signals: readonly SignalGroup[],
  nameOf: (key: readonly number[]) => string,
): Map<string, GroupCounts> {
  const groups = new Map<string, GroupCounts>();
  const at = (key: readonly number[]) => {
    const name = nameOf(key);
    let group = groups.get(name);
    if (group === undefined) groups.set(name, (group = noCounts()));
    return group;
  };
  for (const one of exposures) {
    // Counted under another rule only.
    if (one.exposures === 0) continue;
    const group = at(one.key);
    group.exposures += one.exposures;
    group.delivered += one.delivered;
    group.failed += one.failed;
  }
  for (const { key, kind, basis, count } of signals) {
    if (count === 0) continue;
    const group = at(key);
    if (!(kind in group.signals)) continue;
    group.signals[kind as keyof SignalCounts] += count;
    if (isNegative(kind)) group.basis[basis as keyof GroupCounts["basis"]] += count;
  }
  return groups;
}

/** Adds one group to another. */
export function addCounts(to: GroupCounts, from: GroupCounts): void {
  to.exposures += from.exposures;
  to.delivered += from.delivered;
  to.failed += from.failed;
  for (const kind of Object.keys(to.signals) as (keyof SignalCounts)[])
    to.signals[kind] += from.signals[kind];
  for (const basis of Object.keys(to.basis) as (keyof GroupCounts["basis"])[])
    to.basis[basis] += from.basis[basis];
}

/** Block, report, opt-out and suspected block together. */
export function negativeCount({ signals }: GroupCounts): number {
  return signals.block + signals.report + signals.opt_out + signals.suspected_block;
}

/** Nothing was sent and nothing came back. */
export function isNone({ exposures, signals }: GroupCounts): boolean {
  return exposures === 0 && Object.values(signals).every((count) => count === 0);
}

/** Hidden figures, of a group that is too small. */
const hidden: CellFigures = {
  exposures: null,
  delivered: null,
  failed: null,
  signals: null,
  basis: null,
  rate: null,
  interval: null,
  suppressed: true,
};

/**
 * Fewer exposures than the organization chose, and fewer signals: signals without a known opt-in or message have no
 * exposures of their own.
 */
export function isSmall(counts: GroupCounts, smallGroupSize: number): boolean {
  const signals = Object.values(counts.signals).reduce((sum, count) => sum + count, 0);
  return Math.max(counts.exposures, signals) < smallGroupSize;
}

/** What may be shown of a group; everything is null below the size that the organization chose. */
export function toFigures(counts: GroupCounts, smallGroupSize: number): CellFigures {
  if (isSmall(counts, smallGroupSize)) return hidden;
  const interval = rateInterval(negativeCount(counts), counts.exposures);
  return {
    exposures: tidy(counts.exposures),
    delivered: tidy(counts.delivered),
    failed: tidy(counts.failed),
    signals: mapCounts(counts.signals),
    basis: mapCounts(counts.basis),
    rate: interval === null ? null : short(interval.rate),
    interval: interval === null ? null : [short(interval.low), short(interval.high)],
    suppressed: false,
  };
}

/** Nine digits are more than any count supports, and half of what would be sent. */
const short = (rate: number) => Number(rate.toPrecision(9));

function mapCounts<Counts extends Record<string, number>>(counts: Counts): Counts {
  return Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, tidy(count)])) as Counts;
}

/** Fractions of the split rule are sums of millionths: what binary arithmetic adds to that is cut off. */
function tidy(count: number): number {
  return Math.round(count * 1e6) / 1e6;
}
