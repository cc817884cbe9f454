import type { CellIndex } from "./cell-index.ts";
import type { LeafTable } from "./leaf-table.ts";
import type { Direction } from "./search-rules.ts";

/** Cells expected to show less than this are not counted as names one could have drawn. */
const leastExpected = 0.2;
/** "Everything rose" has the shortest name; only a clear rise of all is called so. */
export const everythingPrice = 15;
/** A single leaf holds nothing that speaks for one of its names rather than another. */
const singleLeafPrice = 2;

/** How much of a value's code goes by its number of leaves; the rest counts all values alike. */
const bySize = 0.25;

/**
 * What a name costs, in ln: first which dimensions (all choices of as many are alike), then which of their values. For the
 * values a mean of two codes, all alike and by number of leaves. It is the multiplicity correction of a scan and the
 * preference for short names in one (Rissanen 1978). A cell whose leaves have a shorter name too may not be named.
 */
export function priceNames(
  table: LeafTable,
  index: CellIndex,
  expected: Float64Array,
  count: Float64Array,
  direction: Direction,
): Float64Array {
  const dims = table.dimensions.length;
  const width = index.subsets.length;
  const position = new Map<number, number>();
  for (let s = 0; s < width; s += 1) position.set(index.subsets[s]!, s);
  const price = new Float64Array(index.cells);
  const drawable = new Float64Array(width);
  for (let cell = 1; cell < index.cells; cell += 1) {
    const mask = index.subsets[index.subsetOf[cell]!]!;
    const leaf = index.aLeafOf[cell]!;
    for (let d = 0; d < dims; d += 1) {
      if ((mask & (1 << d)) === 0) continue;
      const parent = index.ofLeaf[leaf * width + position.get(mask & ~(1 << d))!]!;
      if (parent !== 0 && index.leavesIn[parent] === index.leavesIn[cell])
        price[cell] = Number.POSITIVE_INFINITY;
    }
    if (price[cell] === 0 && expected[cell]! >= leastExpected) drawable[index.subsetOf[cell]!]! += 1;
  }
  for (let cell = 1; cell < index.cells; cell += 1) {
    if (direction === "rise" && count[cell]! < 1e-9) price[cell] = Number.POSITIVE_INFINITY;
    if (price[cell] !== 0) continue;
    const leaves = index.leavesIn[cell]!;
    price[cell] =
      Math.log(choices(dims, index.attributes[cell]!)) +
      bySize * Math.log(table.leaves / leaves) +
      (1 - bySize) * Math.log(drawable[index.subsetOf[cell]!]! + 1) +
      (leaves === 1 ? singleLeafPrice : 0);
  }
  price[0] = everythingPrice;
  return price;
}

function choices(from: number, take: number): number {
  let value = 1;
  for (let i = 0; i < take; i += 1) value = (value * (from - i)) / (i + 1);
  return value;
}
