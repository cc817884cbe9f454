import type { CellIndex } from "./cell-index.ts";
import type { LeafTable } from "./leaf-table.ts";

/** A value without history may be 1.6 times as high or low as its fellows (deviation 0.5 in ln): as if 4 signals held it. */
const heldEvents = 4;

/** Relative variance of what was expected of a cell: the factors of its values are estimates. */
export function cellHistoryVariance(table: LeafTable, index: CellIndex, cell: number): number {
  const mask = index.subsets[index.subsetOf[cell]!]!;
  const dims = table.dimensions.length;
  const first = index.aLeafOf[cell]! * dims;
  let variance = 0;
  for (let d = 0; d < dims; d += 1) {
    if ((mask & (1 << d)) === 0) continue;
    let signals = 0;
    for (let leaf = 0; leaf < table.leaves; leaf += 1)
      if (table.codes[leaf * dims + d] === table.codes[first + d]) signals += table.baseSignals[leaf]!;
    variance += 1 / (heldEvents + signals);
  }
  return variance;
}

/**
 * Variance of what was expected of all leaves together, in signals². The fit gives every value its own total in the
 * baseline, so an error in a value's factor tells only as far as the value's part of the window is another one.
 */
export function totalHistoryVariance(table: LeafTable, mean: Float64Array): number {
  const dims = table.dimensions.length;
  let expected = 0;
  let signals = 0;
  for (let leaf = 0; leaf < table.leaves; leaf += 1) {
    expected += mean[leaf]!;
    signals += table.baseSignals[leaf]!;
  }
  const scale = signals > 0 ? expected / signals : 0;
  let variance = expected ** 2 / (heldEvents + signals);
  for (let d = 0; d < dims; d += 1) {
    const own = new Float64Array(table.values[d]!.length);
    const moved = new Float64Array(own.length);
    for (let leaf = 0; leaf < table.leaves; leaf += 1) {
      const code = table.codes[leaf * dims + d]!;
      own[code]! += table.baseSignals[leaf]!;
      moved[code]! += mean[leaf]! - scale * table.baseSignals[leaf]!;
    }
    for (let code = 0; code < own.length; code += 1)
      variance += moved[code]! ** 2 / (heldEvents + own[code]!);
  }
  return variance;
}
