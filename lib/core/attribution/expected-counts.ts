import type { LeafTable } from "./leaf-table.ts";
import { fitMainEffects } from "./main-effects.ts";

export interface ExpectedCounts {
  /** Expected signals of the window per leaf, if nothing had happened. */
  readonly expected: Float64Array;
  /** Relative variance of that expectation, from the baseline alone. */
  readonly variance: Float64Array;
  /** τ², the relative variance of leaves around main effects in the baseline; 0.002 to 0.5. */
  readonly interaction: number;
  /** Per dimension and value code: 0, or the relative variance of a value's factor when it has no history at all. */
  readonly newcomer: readonly Float64Array[];
}

/**
 * What each leaf should have shown in the window. Main effects, with the leaf's own history weighed in as far as the
 * baseline shows that leaves differ beyond main effects: the relative variance of that difference, τ², is estimated from
 * the baseline by moments, and the leaf's rate is its posterior mean under a gamma prior with shape 1/τ².
 */
export function expectCounts(table: LeafTable): ExpectedCounts {
  const { leaves, baseSignals, exposures } = table;
  const dims = table.dimensions.length;
  const effects = fitMainEffects(table);
  let excess = 0;
  let squares = 0;
  for (let leaf = 0; leaf < leaves; leaf += 1) {
    const q = effects.fitted[leaf]!;
    excess += (baseSignals[leaf]! - q) ** 2 - q;
    squares += q * q;
  }
  const tau2 = Math.min(0.5, Math.max(0.002, squares > 0 ? excess / squares : 0.2));
  const shape = 1 / tau2;
  const expected = new Float64Array(leaves);
  const variance = new Float64Array(leaves);
  for (let leaf = 0; leaf < leaves; leaf += 1) {
    const a = shape + baseSignals[leaf]!;
    expected[leaf] = (exposures[leaf]! * effects.rate[leaf]! * a) / (shape + effects.fitted[leaf]!);
    variance[leaf] = 1 / a;
  }
  const history = table.values.map((values) => new Float64Array(values.length));
  for (let leaf = 0; leaf < leaves; leaf += 1) {
    for (let d = 0; d < dims; d += 1) {
      history[d]![table.codes[leaf * dims + d]!]! += effects.fitted[leaf]!;
    }
  }
  const newcomer = history.map((sums, d) => sums.map((sum) => (sum < 0.5 ? effects.spread[d]! ** 2 : 0)));
  return { expected, variance, newcomer, interaction: tau2 };
}
