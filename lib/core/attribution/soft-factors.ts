import { multiplyCell, type SearchState } from "./search-state.ts";

/** Shape of the prior of the common level: days differ by some 20 % in all. */
export const levelShape = 20;

/** A factor that is always in the model and held near 1 by a gamma prior with this shape: the common level, newcomers. */
export interface SoftFactor {
  readonly cell: number;
  readonly shape: number;
  factor: number;
}

/** Brings the soft factors to their posterior means, given what else is on the state. */
export function settleSoft(state: SearchState, soft: readonly SoftFactor[]): void {
  for (let pass = 0; pass < 2; pass += 1) {
    for (const s of soft) {
      const plain = state.expected[s.cell]! / s.factor;
      const next = (s.shape + state.count[s.cell]!) / (s.shape + plain);
      if (Math.abs(next / s.factor - 1) >= 1e-6) putSoft(state, s, next);
    }
  }
}

/** Gives one soft factor a value, in itself and on the state. */
export function putSoft(state: SearchState, soft: SoftFactor, factor: number): void {
  if (soft.factor === factor) return;
  multiplyCell(state, soft.cell, factor / soft.factor);
  soft.factor = factor;
}
