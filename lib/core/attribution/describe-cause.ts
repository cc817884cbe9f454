import { rateRatio, type RateRatio } from "../rates/rate-ratio.ts";
import { attributesOfCell } from "./cell-index.ts";
import { overlap } from "./find-causes.ts";
import { levelShape } from "./soft-factors.ts";
import { cellHistoryVariance } from "./history-variance.ts";
import type { LeafTable } from "./leaf-table.ts";
import { rankCells, type FoundCause } from "./rank-cells.ts";
import type { SearchRules } from "./search-rules.ts";
import { fitFactor, membersOf, multiplyCell, type SearchState } from "./search-state.ts";

export interface AttributedCause {
  readonly where: Record<string, string>;
  readonly exposures: number;
  readonly signals: number;
  /** Signals it would have shown without the cause, other causes and the common level left in. */
  readonly expected: number;
  /** signals − expected. */
  readonly excess: number;
  /** Factor against its own expectation, 95 %. */
  readonly factor: Interval;
  /** Its rate, standardised by what was expected of it, against that of all other leaves, 95 %. */
  readonly againstRest: RateRatio | null;
  /** Part of the excess of the whole window; null when the whole shows none in this direction. */
  readonly share: Interval | null;
  /** ln likelihood ratio for this cause beside the others. */
  readonly evidence: number;
  /** Posterior chance of this name among all single cells in its place and "none", 0 to 1. */
  readonly certainty: number;
  /** Other names that explain it nearly as well: the same leaves, or most of them. Not empty: the data cannot tell. */
  readonly alsoConsistentWith: readonly Record<string, string>[];
}

export interface Interval {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** A normal deviate that 95 % lie within. */
const deviations = 1.96;
const rivals = 12;
/** A rival within e² in likelihood that shares at least half its leaves cannot be told apart. */
const nearby = 2;

/** Needs the factors of all causes on the state, and leaves them on. */
export function describeCause(
  table: LeafTable,
  state: SearchState,
  rules: SearchRules,
  causes: readonly FoundCause[],
  cause: FoundCause,
  window: { readonly excess: number; readonly expectedVariance: number; readonly forecastGiven: boolean },
): AttributedCause {
  multiplyCell(state, cause.cell, 1 / cause.factor);
  const others = causes.filter((other) => other !== cause);
  const candidates = rankCells(state, rules, others, rivals);
  const information = Math.max(1e-9, fitFactor(state, cause.cell).information);
  const counts = countLeaves(table, state, cause);
  const own = candidates.find((candidate) => candidate.cell === cause.cell)?.gain ?? cause.gain;
  let total = Math.exp(-own) + 1;
  for (const rival of candidates) if (rival.cell !== cause.cell) total += Math.exp(rival.gain - own);
  const near = candidates.filter(
    (rival) =>
      rival.cell !== cause.cell &&
      Math.abs(rival.gain - own) <= nearby &&
      overlap(state, rival.cell, cause.cell) >= 0.5,
  );
  const twins = twinsOf(state, cause.cell).filter((cell) => !near.some((rival) => rival.cell === cell));
  multiplyCell(state, cause.cell, cause.factor);
  const ownVariance = window.forecastGiven
    ? 0
    : cellHistoryVariance(table, state.index, cause.cell) + 1 / (levelShape + state.count[0]!);
  const variance = 1 / information + ownVariance;
  const spread = Math.exp(deviations * Math.sqrt(variance));
  const factor = { value: cause.factor, low: cause.factor / spread, high: cause.factor * spread };
  const rightWay = rules.direction === "rise" ? window.excess > 0 : window.excess < 0;
  // Unrest and what the history leaves open widen the interval like fewer counts would.
  const dispersion = Math.max(1, counts.signals * variance);
  return {
    where: attributesOfCell(table, state.index, cause.cell),
    exposures: counts.exposures,
    signals: counts.signals,
    expected: counts.expected,
    excess: counts.signals - counts.expected,
    factor,
    againstRest: rateRatio(
      { events: counts.signals / dispersion, exposures: counts.expected / dispersion },
      { events: counts.restSignals / dispersion, exposures: counts.restExpected / dispersion },
    ),
    share: rightWay
      ? shareOf(cause.factor, counts, { counts: 1 / information, history: ownVariance }, window)
      : null,
    evidence: cause.evidence,
    certainty: 1 / total,
    alsoConsistentWith: [...twins, ...near.map((rival) => rival.cell)].map((cell) =>
      attributesOfCell(table, state.index, cell),
    ),
  };
}

/**
 * Part of the excess of all. Both are counted and estimated, so the interval is that of a ratio (Fieller 1954): the parts p
 * for which excess of the cause − p × excess of all may be 0. The counts of the cause's leaves and the errors of what was
 * expected of them enter both. Unbounded (0 to 1 and beyond) where the excess of all may itself be none.
 */
function shareOf(
  factor: number,
  counts: { readonly expected: number; readonly variance: number },
  relative: { readonly counts: number; readonly history: number },
  window: { readonly excess: number; readonly expectedVariance: number },
): Interval {
  const own = (factor - 1) * counts.expected;
  const all = window.excess;
  const square = deviations ** 2;
  const shared = square * counts.expected ** 2 * (factor ** 2 * relative.counts + relative.history);
  const a = all ** 2 - square * (counts.variance + window.expectedVariance);
  const b = own * all - shared;
  const value = own / all;
  if (a <= 0) return { value, low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };
  const root = Math.sqrt(Math.max(0, b ** 2 - a * (own ** 2 - shared)));
  return { value, low: Math.min(value, (b - root) / a), high: Math.max(value, (b + root) / a) };
}

/** Of a count: chance and unrest. */
const varianceOf = (mean: number, shape: number) => mean + mean ** 2 / shape;

function countLeaves(table: LeafTable, state: SearchState, cause: FoundCause) {
  const counts = { exposures: 0, signals: 0, expected: 0, restSignals: 0, restExpected: 0, variance: 0 };
  for (let leaf = 0; leaf < table.leaves; leaf += 1) {
    counts.restSignals += table.signals[leaf]!;
    counts.restExpected += state.mean[leaf]!;
    counts.variance += varianceOf(state.mean[leaf]!, state.shape[leaf]!);
  }
  for (const leaf of membersOf(state, cause.cell)) {
    counts.exposures += table.exposures[leaf]!;
    counts.signals += table.signals[leaf]!;
    counts.expected += state.mean[leaf]!;
    const [mean, shape] = [state.mean[leaf]!, state.shape[leaf]!];
    counts.variance += varianceOf(cause.factor * mean, shape) - varianceOf(mean, shape);
  }
  counts.restSignals = Math.max(0, counts.restSignals - counts.signals);
  counts.restExpected = Math.max(0, counts.restExpected - counts.expected);
  return counts;
}

/** Cells with exactly the same leaves under another name with as few attributes. */
function twinsOf(state: SearchState, cell: number): number[] {
  const { index } = state;
  const width = index.subsets.length;
  const members = membersOf(state, cell);
  const twins: number[] = [];
  for (let s = 1; s < width; s += 1) {
    const other = index.ofLeaf[members[0]! * width + s]!;
    if (other === cell || index.leavesIn[other] !== members.length) continue;
    if (index.attributes[other]! > index.attributes[cell]!) continue;
    if (members.every((leaf) => index.ofLeaf[leaf * width + s] === other)) twins.push(other);
  }
  return twins;
}
