import { attributeExcess, type Attribution, type AttributionOptions } from "./attribute-excess.ts";
import type { AttributedCause, Interval } from "./describe-cause.ts";
import { describeMix, type MixShift } from "./describe-mix.ts";
import { LeafTableBuilder, type LeafTable } from "./leaf-table.ts";

export const touchRules = ["last", "first", "split"] as const;
export type TouchRule = (typeof touchRules)[number];

/** Exposures and signals under one rule. */
export interface LeafCounts {
  readonly baseExposures: number;
  readonly baseSignals: number;
  readonly exposures: number;
  readonly signals: number;
}

/** One tuple of attribute values, and its counts under every rule. */
export interface RiseLeaf {
  /** In the order of the dimensions; empty where none is known. */
  readonly attributes: readonly string[];
  readonly counts: Readonly<Record<TouchRule, LeafCounts>>;
}

/** A part of what was sent that carries a rise. */
export interface RiseCause {
  /** Dimension and value; an empty value: none is known. */
  readonly where: Readonly<Record<string, string>>;
  readonly share: Interval;
  /** Its rate against that of everything else; null: there is nothing else, or it had no signals. */
  readonly rateRatio: number | null;
  readonly ratioInterval: readonly [low: number, high: number | null] | null;
  /** Within the window. */
  readonly exposures: number;
  readonly signals: number;
  readonly expected: number;
  /** 0 to 1: the chance of this name among the others in its place. */
  readonly certainty: number;
  /** Names that the data cannot tell from it. */
  readonly alsoConsistentWith: readonly Readonly<Record<string, string>>[];
}

export interface RuleOutcome {
  /** The largest share first. */
  readonly causes: readonly RiseCause[];
  /** Part of the excess that no cause carries, 0 to 1; null: there is no excess under this rule. */
  readonly unexplained: number | null;
}

export interface RiseExplanation {
  readonly rules: Readonly<Record<TouchRule, RuleOutcome>>;
  /** The rules do not agree on what comes first. */
  readonly orderFlips: boolean;
  /** Everything rose together: the level itself is a finding. */
  readonly external: boolean;
  /** How many times its usual level everything stood at, causes taken out. */
  readonly level: number;
  /** Which values were sent to more or less often than before, under the last-touch rule. */
  readonly mix: readonly MixShift[];
  /** Exposures and signals before and in the window. */
  readonly totals: LeafCounts;
}

/**
 * Which parts of what a number sent carry a rise? Under the three rules of touch, with groups of fewer than
 * `smallGroupSize` exposures left unnamed: what they carry counts as unexplained. An association, never a cause.
 */
export function explainRise(
  dimensions: readonly string[],
  leaves: readonly RiseLeaf[],
  smallGroupSize: number,
  options: AttributionOptions = {},
): RiseExplanation {
  const tables = tablesOf(...withoutConstants(dimensions, leaves));
  const found: Record<TouchRule, Attribution> = {
    last: attributeExcess(tables.last, options),
    first: attributeExcess(tables.first, options),
    split: attributeExcess(tables.split, options),
  };
  const rules = {
    last: outcomeOf(found.last, tables.last, smallGroupSize),
    first: outcomeOf(found.first, tables.first, smallGroupSize),
    split: outcomeOf(found.split, tables.split, smallGroupSize),
  };
  const firsts = touchRules.map((rule) => nameOf(rules[rule].causes[0]));
  return {
    rules,
    orderFlips: new Set(firsts).size > 1,
    external: found.last.everything.external,
    level: found.last.everything.factor,
    mix: describeMix(tables.last, smallGroupSize),
    totals: totalsOf(tables.last),
  };
}

/** A dimension with one value tells nothing apart: its only value is everything. */
function withoutConstants(
  dimensions: readonly string[],
  leaves: readonly RiseLeaf[],
): [dimensions: string[], leaves: RiseLeaf[]] {
  const places = dimensions.flatMap((_, place) =>
    new Set(leaves.map(({ attributes }) => attributes[place])).size > 1 ? [place] : [],
  );
  return [
    places.map((place) => dimensions[place] ?? ""),
    leaves.map(({ attributes, counts }) => ({
      attributes: places.map((place) => attributes[place] ?? ""),
      counts,
    })),
  ];
}

function tablesOf(dimensions: readonly string[], leaves: readonly RiseLeaf[]): Record<TouchRule, LeafTable> {
  const table = (rule: TouchRule) => {
    const builder = new LeafTableBuilder(dimensions);
    for (const { attributes, counts } of leaves) {
      const { baseExposures, baseSignals, exposures, signals } = counts[rule];
      if (baseExposures === 0 && baseSignals === 0 && exposures === 0 && signals === 0) continue;
      const leaf = builder.leafOf(attributes);
      builder.add(leaf, 0, baseExposures);
      builder.add(leaf, 1, baseSignals);
      builder.add(leaf, 2, exposures);
      builder.add(leaf, 3, signals);
    }
    return builder.build();
  };
  return { last: table("last"), first: table("first"), split: table("split") };
}

function outcomeOf(
  { causes, unexplained }: Attribution,
  table: LeafTable,
  smallGroupSize: number,
): RuleOutcome {
  const isSmall = (where: Readonly<Record<string, string>>) => sizeOf(table, where) < smallGroupSize;
  const named: RiseCause[] = [];
  let hidden = 0;
  for (const cause of causes) {
    if (cause.share === null) continue;
    // A name of one small group would tell of its few people.
    if (isSmall(cause.where)) hidden += Math.max(0, cause.share.value);
    else named.push(toCause(cause, cause.share, (name) => !isSmall(name)));
  }
  named.sort((a, b) => b.share.value - a.share.value);
  const rest = unexplained === null ? null : Math.min(1, Math.max(0, unexplained + hidden));
  return { causes: named, unexplained: rest };
}

/** Exposures of the window in a group; its signals where more came than was sent within the window. */
function sizeOf(table: LeafTable, where: Readonly<Record<string, string>>): number {
  const width = table.dimensions.length;
  let exposures = 0;
  let signals = 0;
  for (let leaf = 0; leaf < table.leaves; leaf += 1) {
    const inside = table.dimensions.every((dimension, place) => {
      const value = where[dimension];
      return value === undefined || table.values[place]?.[table.codes[leaf * width + place] ?? 0] === value;
    });
    if (!inside) continue;
    exposures += table.exposures[leaf] ?? 0;
    signals += table.signals[leaf] ?? 0;
  }
  return Math.max(exposures, signals);
}

function toCause(
  cause: AttributedCause,
  share: Interval,
  mayName: (where: Readonly<Record<string, string>>) => boolean,
): RiseCause {
  const { againstRest } = cause;
  return {
    where: cause.where,
    share: { value: within(share.value), low: within(share.low), high: within(share.high) },
    rateRatio: againstRest?.ratio ?? null,
    ratioInterval: againstRest === null ? null : [againstRest.low, againstRest.high],
    exposures: cause.exposures,
    signals: cause.signals,
    expected: cause.expected,
    certainty: cause.certainty,
    alsoConsistentWith: cause.alsoConsistentWith.filter(mayName),
  };
}

/** A part of a whole: noise elsewhere can push an estimate past its ends. */
const within = (share: number) => Math.min(1, Math.max(0, share));

const nameOf = (cause: RiseCause | undefined) =>
  cause === undefined ? "" : JSON.stringify(Object.entries(cause.where).sort(([a], [b]) => (a < b ? -1 : 1)));

function totalsOf(table: LeafTable): LeafCounts {
  const sum = (column: Float64Array) => column.reduce((total, value) => total + value, 0);
  return {
    baseExposures: sum(table.baseExposures),
    baseSignals: sum(table.baseSignals),
    exposures: sum(table.exposures),
    signals: sum(table.signals),
  };
}
