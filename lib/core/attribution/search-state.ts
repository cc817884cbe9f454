import { leavesOfCell, type CellIndex } from "./cell-index.ts";

/** The counts a search works on. Factors are put on cells and taken off again. */
export interface SearchState {
  readonly index: CellIndex;
  readonly signals: Float64Array;
  /** Expected signals per leaf under the factors put on so far. */
  readonly mean: Float64Array;
  /** Shape of the negative binomial per leaf: 1 / relative variance beyond chance; Infinity: Poisson. */
  readonly shape: Float64Array;
  /** Weighted sums per cell, w = shape / (shape + mean). */
  readonly count: Float64Array;
  readonly expected: Float64Array;
  readonly members: Map<number, Int32Array>;
}

function weightOf(shape: number, mean: number): number {
  return shape === Number.POSITIVE_INFINITY ? 1 : shape / (shape + mean);
}

/** Sums over all cells; copies `mean`. */
export function startSearch(
  index: CellIndex,
  signals: Float64Array,
  mean: Float64Array,
  shape: Float64Array,
): SearchState {
  const width = index.subsets.length;
  const count = new Float64Array(index.cells);
  const expected = new Float64Array(index.cells);
  for (let leaf = 0; leaf < signals.length; leaf += 1) {
    const w = weightOf(shape[leaf]!, mean[leaf]!);
    const c = w * signals[leaf]!;
    const b = w * mean[leaf]!;
    for (let k = leaf * width; k < (leaf + 1) * width; k += 1) {
      const cell = index.ofLeaf[k]!;
      count[cell]! += c;
      expected[cell]! += b;
    }
  }
  return { index, signals, mean: Float64Array.from(mean), shape, count, expected, members: new Map() };
}

/** Multiplies the expectation of every leaf of a cell, and brings the sums of all cells that share leaves up to date. */
export function multiplyCell(state: SearchState, cell: number, factor: number): void {
  const { ofLeaf } = state.index;
  const { count, expected } = state;
  const width = state.index.subsets.length;
  for (const leaf of membersOf(state, cell)) {
    const y = state.signals[leaf]!;
    const before = state.mean[leaf]!;
    const after = before * factor;
    const w0 = weightOf(state.shape[leaf]!, before);
    const w1 = weightOf(state.shape[leaf]!, after);
    state.mean[leaf] = after;
    const c = y * (w1 - w0);
    const b = w1 * after - w0 * before;
    if (c === 0) {
      for (let k = leaf * width; k < (leaf + 1) * width; k += 1) expected[ofLeaf[k]!]! += b;
    } else {
      for (let k = leaf * width; k < (leaf + 1) * width; k += 1) {
        const other = ofLeaf[k]!;
        count[other]! += c;
        expected[other]! += b;
      }
    }
  }
}

/** The leaves of a cell, in order; kept for the next time. */
export function membersOf(state: SearchState, cell: number): Int32Array {
  let members = state.members.get(cell);
  if (members === undefined) state.members.set(cell, (members = leavesOfCell(state.index, cell)));
  return members;
}

/** A common factor on a cell's leaves: its size, ln likelihood ratio against 1, and information on ln factor. */
export interface Fit {
  readonly factor: number;
  readonly evidence: number;
  readonly information: number;
}

/** Exact maximum of the negative binomial log-likelihood ratio of one common factor on the cell's leaves. */
export function fitFactor(state: SearchState, cell: number): Fit {
  const members = membersOf(state, cell);
  let r = state.expected[cell]! > 0 ? state.count[cell]! / state.expected[cell]! : 1;
  let information = 0;
  for (let pass = 0; pass < 4; pass += 1) {
    let c = 0;
    let b = 0;
    for (let i = 0; i < members.length; i += 1) {
      const leaf = members[i]!;
      const m = state.mean[leaf]!;
      const k = state.shape[leaf]!;
      const w = k === Number.POSITIVE_INFINITY ? 1 : k / (k + r * m);
      c += w * state.signals[leaf]!;
      b += w * m;
    }
    if (!(b > 0)) return { factor: 1, evidence: 0, information: 0 };
    information = c;
    const next = Math.max(1e-3, c / b);
    const done = Math.abs(next - r) < 1e-4 * r;
    r = next;
    if (done) break;
  }
  let ll = 0;
  const lnr = Math.log(r);
  for (let i = 0; i < members.length; i += 1) {
    const leaf = members[i]!;
    const m = state.mean[leaf]!;
    const k = state.shape[leaf]!;
    const y = state.signals[leaf]!;
    ll +=
      k === Number.POSITIVE_INFINITY
        ? y * lnr - (r - 1) * m
        : y * lnr - (y + k) * Math.log1p(((r - 1) * m) / (k + m));
  }
  return { factor: r, evidence: Math.max(0, ll), information };
}

/** Of all leaves under the factors put on so far, up to a constant. */
export function logLikelihood(state: SearchState): number {
  let sum = 0;
  for (let leaf = 0; leaf < state.mean.length; leaf += 1) {
    const y = state.signals[leaf]!;
    const m = state.mean[leaf]!;
    const k = state.shape[leaf]!;
    if (!(m > 0)) continue;
    sum += y * Math.log(m) - (k === Number.POSITIVE_INFINITY ? m : (y + k) * Math.log1p(m / k));
  }
  return sum;
}
