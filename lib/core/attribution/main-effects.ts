import type { LeafTable } from "./leaf-table.ts";

/** Events of prior that hold a factor at 1 (method sheet, section 4, step 1). */
const priorEvents = 8;
/** Of the scaling. */
const passes = 12;
const priorSpread = 0.4;

export interface MainEffects {
  /** Expected signals of the baseline per leaf, p × product of factors × base exposures. */
  readonly fitted: Float64Array;
  /** Expected signals per exposure, per leaf; defined without base exposures too. */
  readonly rate: Float64Array;
  /** Per dimension: the spread (standard deviation) of the true ln factors between values, sampling noise taken off. */
  readonly spread: Float64Array;
}

/**
 * What the rate of a leaf would be if every attribute value had one factor of its own: a Poisson model without
 * interactions, fitted to the baseline by cyclic scaling (Deming and Stephan 1940). A value without history keeps factor 1.
 */
export function fitMainEffects(table: LeafTable): MainEffects {
  const dims = table.dimensions.length;
  const { leaves, codes, baseExposures, baseSignals } = table;
  let exposures = 0;
  let signals = 0;
  for (let leaf = 0; leaf < leaves; leaf += 1) {
    exposures += baseExposures[leaf]!;
    signals += baseSignals[leaf]!;
  }
  const p = exposures > 0 ? (signals + 0.5) / (exposures + (0.5 * exposures) / (signals + 0.5)) : 0;
  const rate = new Float64Array(leaves).fill(p);
  const observed = table.values.map((values) => new Float64Array(values.length));
  const factor = table.values.map((values) => new Float64Array(values.length).fill(1));
  for (let leaf = 0; leaf < leaves; leaf += 1) {
    for (let d = 0; d < dims; d += 1) observed[d]![codes[leaf * dims + d]!]! += baseSignals[leaf]!;
  }
  const sums = table.values.map((values) => new Float64Array(values.length));
  for (let pass = 0, step = 1; pass < passes && step > 1e-4; pass += 1) {
    step = 0;
    for (let d = 0; d < dims; d += 1) {
      const sum = sums[d]!.fill(0);
      for (let leaf = 0; leaf < leaves; leaf += 1)
        sum[codes[leaf * dims + d]!]! += rate[leaf]! * baseExposures[leaf]!;
      // The prior holds the whole factor near 1, not the step of one pass.
      for (let v = 0; v < sum.length; v += 1) {
        const plain = sum[v]! / factor[d]![v]!;
        const next = (priorEvents + observed[d]![v]!) / (priorEvents + plain);
        sum[v] = next / factor[d]![v]!;
        step = Math.max(step, Math.abs(sum[v]! - 1));
        factor[d]![v] = next;
      }
      for (let leaf = 0; leaf < leaves; leaf += 1) rate[leaf]! *= sum[codes[leaf * dims + d]!]!;
    }
  }
  const fitted = new Float64Array(leaves);
  for (let leaf = 0; leaf < leaves; leaf += 1) fitted[leaf] = rate[leaf]! * baseExposures[leaf]!;
  return { fitted, rate, spread: Float64Array.from(factor, (f, d) => spreadOf(f, observed[d]!)) };
}

/** Spread of ln factors beyond what counts of this size scatter by chance; pulled towards 0.4, which weighs as three values. */
function spreadOf(factors: Float64Array, observed: Float64Array): number {
  let weight = 0;
  let mean = 0;
  for (let v = 0; v < factors.length; v += 1) {
    const w = observed[v]! / (1 + 0.1 * observed[v]!);
    weight += w;
    mean += w * Math.log(factors[v]!);
  }
  if (weight === 0) return priorSpread;
  mean /= weight;
  let square = 0;
  for (let v = 0; v < factors.length; v += 1) {
    const w = observed[v]! / (1 + 0.1 * observed[v]!);
    square +=
      w * ((Math.log(factors[v]!) - mean) ** 2 - (observed[v]! > 0 ? 1 / (observed[v]! + priorEvents) : 0));
  }
  const own = Math.max(0, square / weight);
  return Math.sqrt((own * factors.length + 3 * priorSpread ** 2) / (factors.length + 3));
}
