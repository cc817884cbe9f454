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
  for (const signal of signals) if (signal.count !== 0) addSignals(at(signal.key), signal);
  return groups;
}

/** Adds signals of one kind and basis to a group; a kind that is not known here is left out. */
export function addSignals(
  group: GroupCounts,
  { kind, basis, count }: { readonly kind: string; readonly basis: string; readonly count: number },
): void {
  if (!(kind in group.signals)) return;
  group.signals[kind as keyof SignalCounts] += count;
  if (isNegative(kind)) group.basis[basis as keyof GroupCounts["basis"]] += count;
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
  const { block, report, opt_out, suspected_block, ecosystem_hold, undelivered } = counts.signals;
  const signals = block + report + opt_out + suspected_block + ecosystem_hold + undelivered;
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
    signals: tidySignals(counts.signals),
    basis: {
      observed: tidy(counts.basis.observed),
      imported: tidy(counts.basis.imported),
      inferred: tidy(counts.basis.inferred),
    },
    rate: interval === null ? null : short(interval.rate),
    interval: interval === null ? null : [short(interval.low), short(interval.high)],
    suppressed: false,
  };
}

/** Nine digits are more than any count supports, and half of what would be sent. */
function short(rate: number): number {
  if (!(rate > 0)) return 0;
  const scale = 10 ** (8 - Math.floor(Math.log10(rate)));
  return Math.round(rate * scale) / scale;
}

/** Written out, not mapped over their names: thousands of groups are shown at once. */
function tidySignals(counts: SignalCounts): SignalCounts {
  return {
    block: tidy(counts.block),
    report: tidy(counts.report),
    opt_out: tidy(counts.opt_out),
    suspected_block: tidy(counts.suspected_block),
    ecosystem_hold: tidy(counts.ecosystem_hold),
    undelivered: tidy(counts.undelivered),
  };
}

/** Fractions of the split rule are sums of millionths: what binary arithmetic adds to that is cut off. */
function tidy(count: number): number {
  return Math.round(count * 1e6) / 1e6;
}
