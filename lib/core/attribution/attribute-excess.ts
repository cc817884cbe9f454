import { attributesOfCell, indexCells, type CellIndex } from "./cell-index.ts";
import { describeCause, type AttributedCause } from "./describe-cause.ts";
import { expectCounts, type ExpectedCounts } from "./expected-counts.ts";
import { findCauses } from "./find-causes.ts";
import { totalHistoryVariance } from "./history-variance.ts";
import type { LeafTable } from "./leaf-table.ts";
import { everythingPrice, priceNames } from "./name-price.ts";
import { promoteCauses } from "./promote-causes.ts";
import { rankSingles, type RankedSingle } from "./rank-singles.ts";
import { materialPart, type Direction, type SearchRules } from "./search-rules.ts";
import { fitFactor, multiplyCell, startSearch, type SearchState } from "./search-state.ts";
import { levelShape, type SoftFactor } from "./soft-factors.ts";

/** Between-day variance that is assumed when no history says how much days scatter. */
const usualDispersion = 0.02;
/** Two deviations of that prior. */
const usualLevel = 1 + 2 / Math.sqrt(levelShape);
/** Above this the baseline itself shows leaves that do not follow main effects. */
const noInteraction = 0.002;
/** Names with more attributes say too much to act on. */
const namedAttributes = 3;

export interface AttributionOptions {
  readonly direction?: Direction;
  /** ω: variance of a leaf's count = μ + ω μ², estimated from history, never from the window itself. */
  readonly dispersion?: number;
  /** The base exposures are a forecast of the signals: taken as they are, without a model of rates. */
  readonly forecastGiven?: boolean;
}

export interface Attribution {
  /** Most evidence first; empty: nothing sticks out. */
  readonly causes: readonly AttributedCause[];
  /** The causes, most certain first; then other cells, each looked at alone and weighed by what it covers. */
  readonly ranked: readonly RankedSingle[];
  /** The level of everything against what was expected; `external` when that by itself is a finding. */
  readonly everything: { readonly factor: number; readonly external: boolean };
  /** Values without history: how they compare with what others would have shown in their place. */
  readonly newcomers: readonly { readonly where: Record<string, string>; readonly factor: number }[];
  readonly signals: number;
  readonly expected: number;
  /** 1 minus the shares of all causes; null when there is no excess to explain. */
  readonly unexplained: number | null;
}

/**
 * Which combinations of attribute values carry the excess of a window? See docs/statistics.md, "Attribution". The counts
 * of a leaf are negative binomial; the answer is the set of cells with factors of their own that explains the counts best
 * for the length of its names. An association: people in a group may differ in what is not among the attributes.
 */
export function attributeExcess(table: LeafTable, options: AttributionOptions = {}): Attribution {
  const direction = options.direction ?? "rise";
  const index = indexCells(table, namedAttributes);
  const model = options.forecastGiven === true ? null : expectCounts(table);
  const mean = model?.expected ?? table.baseExposures;
  const state = startSearch(
    index,
    table.signals,
    mean,
    leafShapes(table, model, options.dispersion ?? usualDispersion),
  );
  const price = priceNames(table, index, state.expected, state.count, direction);
  const rules: SearchRules = { direction, price, nameable: finitePlaces(price), extra: 0 };
  const soft = softFactors(table, index, model);
  const ranked = rankSingles(table, state, rules);
  const interaction = Math.max(0, (model?.interaction ?? 0) - noInteraction);
  const found = findCauses(state, soft, rules, Math.min(0.5, 0.004 + 200 * interaction));
  const promoted = promoteCauses(state, index, found, rules);
  const level = promoted.find((cause) => cause.cell === 0);
  const named = promoted.filter((cause) => cause.cell !== 0).sort((a, b) => b.evidence - a.evidence);
  const signals = sum(table.signals);
  const expected = sum(mean);
  const window = {
    excess: signals - expected,
    expectedVariance: model === null ? 0 : totalHistoryVariance(table, mean),
    forecastGiven: model === null,
  };
  const described = named.map((cause) => describeCause(table, state, rules, named, cause, window));
  const whole = described.reduce((total, cause) => total + Math.abs(cause.excess), 0);
  const causes = described.filter((cause) => Math.abs(cause.excess) >= materialPart * whole);
  const everything = describeLevel(state, direction, (soft[0]?.factor ?? 1) * (level?.factor ?? 1));
  return {
    causes,
    ranked: rankNames(causes, ranked),
    everything,
    newcomers: soft
      .slice(1)
      .map((s) => ({ where: attributesOfCell(table, index, s.cell), factor: s.factor })),
    signals,
    expected,
    unexplained: unexplainedShare(causes),
  };
}

/** 1 / relative variance of a leaf beyond chance: unrest, what the baseline does not know, and unequal reactions. */
function leafShapes(table: LeafTable, model: ExpectedCounts | null, dispersion: number): Float64Array {
  const shapes = new Float64Array(table.leaves).fill(Number.POSITIVE_INFINITY);
  if (model === null) return shapes;
  const unequal = model.interaction > 2 * noInteraction ? model.interaction : 0;
  for (let leaf = 0; leaf < table.leaves; leaf += 1)
    shapes[leaf] = 1 / (dispersion + model.variance[leaf]! + unequal + 1e-9);
  return shapes;
}

/** The common level first, then every value without history. */
function softFactors(table: LeafTable, index: CellIndex, model: ExpectedCounts | null): SoftFactor[] {
  if (table.leaves === 0) return [];
  const soft: SoftFactor[] = [{ cell: 0, shape: levelShape, factor: 1 }];
  if (model === null) return soft;
  for (let cell = 1; cell < index.cells && index.attributes[cell]! <= 1; cell += 1) {
    const d = 31 - Math.clz32(index.subsets[index.subsetOf[cell]!]!);
    const code = table.codes[index.aLeafOf[cell]! * table.dimensions.length + d]!;
    const variance = model.newcomer[d]![code]!;
    if (variance > 0) soft.push({ cell, shape: 1 / variance, factor: 1 });
  }
  return soft;
}

function finitePlaces(values: Float64Array): Int32Array {
  const places = new Int32Array(values.length);
  let found = 0;
  for (let place = 0; place < values.length; place += 1)
    if (values[place]! < Number.POSITIVE_INFINITY) places[found++] = place;
  return places.slice(0, found);
}

function unexplainedShare(causes: readonly AttributedCause[]): number | null {
  let rest = 1;
  for (const cause of causes) {
    if (cause.share === null) return null;
    rest -= cause.share.value;
  }
  return rest;
}

/** External: the common level is outside what days differ by, and clearly so with the causes left in. */
function describeLevel(state: SearchState, direction: Direction, factor: number): Attribution["everything"] {
  if (state.index.cells === 0) return { factor: 1, external: false };
  multiplyCell(state, 0, 1 / factor);
  const { evidence } = fitFactor(state, 0);
  multiplyCell(state, 0, factor);
  const outside = direction === "rise" ? factor > usualLevel : factor < 1 / usualLevel;
  return { factor, external: outside && evidence >= everythingPrice };
}

function rankNames(causes: readonly AttributedCause[], singles: readonly RankedSingle[]): RankedSingle[] {
  return [
    ...[...causes]
      .sort((a, b) => b.certainty - a.certainty)
      .map(({ where, evidence, share }) => ({ where, evidence, share })),
    ...singles.filter((single) => !causes.some((cause) => sameName(single.where, cause.where))),
  ];
}

function sameName(a: Record<string, string>, b: Record<string, string>): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}

function sum(values: Float64Array): number {
  let total = 0;
  for (let i = 0; i < values.length; i += 1) total += values[i]!;
  return total;
}
