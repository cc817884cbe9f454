import type { LeafTable } from "./leaf-table.ts";

/** One value of a dimension: its part of all exposures before the window and in it. */
export interface MixShift {
  readonly dimension: string;
  /** Empty: none is known. */
  readonly value: string;
  readonly before: number;
  readonly during: number;
}

const mostOfDimension = 5;
/** A smaller change of a part is of no interest. */
const smallestShift = 0.02;

/**
 * What was sent more or less than before? The values of each dimension whose part of the exposures changed most. A rise
 * of the rate may come from sending more to those who always complained.
 */
export function describeMix(table: LeafTable, smallGroupSize: number): MixShift[] {
  const width = table.dimensions.length;
  return table.dimensions.flatMap((dimension, place) => {
    const names = table.values[place] ?? [];
    const before = new Float64Array(names.length);
    const during = new Float64Array(names.length);
    for (let leaf = 0; leaf < table.leaves; leaf += 1) {
      const code = table.codes[leaf * width + place] ?? 0;
      before[code] = (before[code] ?? 0) + (table.baseExposures[leaf] ?? 0);
      during[code] = (during[code] ?? 0) + (table.exposures[leaf] ?? 0);
    }
    const allBefore = before.reduce((total, value) => total + value, 0);
    const allDuring = during.reduce((total, value) => total + value, 0);
    if (allBefore <= 0 || allDuring <= 0) return [];
    return names
      .map((value, code) => ({
        dimension,
        value,
        before: (before[code] ?? 0) / allBefore,
        during: (during[code] ?? 0) / allDuring,
        largest: Math.max(before[code] ?? 0, during[code] ?? 0),
      }))
      .filter(
        ({ before: was, during: is, largest }) =>
          largest >= smallGroupSize && Math.abs(is - was) >= smallestShift,
      )
      .sort((a, b) => Math.abs(b.during - b.before) - Math.abs(a.during - a.before))
      .slice(0, mostOfDimension)
      .map(({ value, before: was, during: is }) => ({ dimension, value, before: was, during: is }));
  });
}
