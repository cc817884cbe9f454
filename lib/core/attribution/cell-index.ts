import type { LeafTable } from "./leaf-table.ts";

/** Above this many possible value combinations a hash table is smaller than a plain array. */
const plainArrayLimit = 1 << 21;

/**
 * Every cell (combination of attribute values, some left open) that holds at least one leaf, numbered from 0. Cell 0 is
 * the one with everything open. A leaf lies in one cell per subset of dimensions.
 */
export interface CellIndex {
  readonly cells: number;
  /** Subsets of dimensions as bit masks, fewest attributes first; `subsets[0]` is 0. */
  readonly subsets: Int32Array;
  /** `ofLeaf[leaf * subsets.length + s]`: the cell of the leaf for subset s. */
  readonly ofLeaf: Int32Array;
  /** Per cell: index into `subsets`, number of leaves, and one of its leaves (to read the values from). */
  readonly subsetOf: Int32Array;
  readonly leavesIn: Int32Array;
  readonly aLeafOf: Int32Array;
  /** Per cell: number of attributes that are fixed. */
  readonly attributes: Uint8Array;
}

/** Numbers the cells with at most `maxAttributes` fixed values. Time and memory: leaves × subsets. */
export function indexCells(table: LeafTable, maxAttributes: number): CellIndex {
  const dims = table.dimensions.length;
  const subsets = subsetsOf(dims, maxAttributes);
  const width = subsets.length;
  const ofLeaf = new Int32Array(table.leaves * width);
  const subsetOf = new Int32Array(ofLeaf.length);
  const leavesIn = new Int32Array(ofLeaf.length);
  const aLeafOf = new Int32Array(ofLeaf.length);
  const attributes = new Uint8Array(ofLeaf.length);
  let cells = 0;
  for (let s = 0; s < width; s += 1) {
    const mask = subsets[s]!;
    const radix = new Float64Array(dims);
    let size = 1;
    for (let d = 0; d < dims; d += 1) {
      if ((mask & (1 << d)) === 0) continue;
      radix[d] = size;
      size *= table.values[d]!.length;
    }
    const numbers = size <= plainArrayLimit ? new Int32Array(size) : null;
    const hashed = numbers === null ? new Map<number, number>() : null;
    for (let leaf = 0; leaf < table.leaves; leaf += 1) {
      let key = 0;
      for (let d = 0; d < dims; d += 1) key += radix[d]! * table.codes[leaf * dims + d]!;
      let cell = (numbers === null ? (hashed!.get(key) ?? 0) : numbers[key]!) - 1;
      if (cell < 0) {
        cell = cells;
        cells += 1;
        if (numbers === null) hashed!.set(key, cells);
        else numbers[key] = cells;
        subsetOf[cell] = s;
        aLeafOf[cell] = leaf;
        attributes[cell] = bitsIn(mask);
      }
      leavesIn[cell]! += 1;
      ofLeaf[leaf * width + s] = cell;
    }
  }
  return {
    cells,
    subsets,
    ofLeaf,
    subsetOf: subsetOf.subarray(0, cells),
    leavesIn: leavesIn.subarray(0, cells),
    aLeafOf: aLeafOf.subarray(0, cells),
    attributes: attributes.subarray(0, cells),
  };
}

/** The leaves of one cell, in order. */
export function leavesOfCell(index: CellIndex, cell: number): Int32Array {
  const members = new Int32Array(index.leavesIn[cell]!);
  const width = index.subsets.length;
  const s = index.subsetOf[cell]!;
  const leaves = index.ofLeaf.length / width;
  for (let leaf = 0, found = 0; leaf < leaves && found < members.length; leaf += 1) {
    if (index.ofLeaf[leaf * width + s] === cell) members[found++] = leaf;
  }
  return members;
}

/** What a cell fixes: pairs of dimension and value, in the order of the dimensions. */
export function attributesOfCell(table: LeafTable, index: CellIndex, cell: number): Record<string, string> {
  const mask = index.subsets[index.subsetOf[cell]!]!;
  const leaf = index.aLeafOf[cell]!;
  const pairs: Record<string, string> = {};
  for (const [d, dimension] of table.dimensions.entries()) {
    if (mask & (1 << d))
      pairs[dimension] = table.values[d]![table.codes[leaf * table.dimensions.length + d]!]!;
  }
  return pairs;
}

function subsetsOf(dims: number, maxAttributes: number): Int32Array {
  const masks: number[] = [];
  for (let mask = 0; mask < 1 << dims; mask += 1) if (bitsIn(mask) <= maxAttributes) masks.push(mask);
  return Int32Array.from(masks.sort((a, b) => bitsIn(a) - bitsIn(b) || a - b));
}

function bitsIn(mask: number): number {
  let bits = 0;
  for (let rest = mask; rest > 0; rest &= rest - 1) bits += 1;
  return bits;
}
