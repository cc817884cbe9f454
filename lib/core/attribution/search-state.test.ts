import { describe, expect, it } from "vitest";
import { indexCells } from "./cell-index.ts";
import { leafTable } from "./leaf-table.ts";
import { fitFactor, logLikelihood, multiplyCell, startSearch } from "./search-state.ts";

/** One leaf with a count y₁ where a history of y₀ events in E₀ leaves κ = y₀ / (1 + ω y₀) of certainty about μ = y₀ E₁ / E₀. */
function oneLeaf(y0: number, y1: number, e0: number, e1: number, omega: number) {
  const row = { attributes: ["a"], baseExposures: e0, baseSignals: y0, exposures: e1, signals: y1 };
  const table = leafTable(["source"], [row]);
  const mean = Float64Array.of((y0 * e1) / e0);
  const shape = Float64Array.of(y0 / (1 + omega * y0));
  return startSearch(indexCells(table, 1), table.signals, mean, shape);
}

describe("logLikelihood", () => {
  // Method sheet, section 6 (golden values of the gamma-Poisson likelihood ratio). The third, y₀ = 0, has no κ here: a
  // value without history is a soft factor.
  it.each([
    [2, 30, 8, 3000, 300, 0, 2.238745119],
    [2, 30, 8, 3000, 300, 0.05, 1.898746309],
    [3, 120, 5, 10_000, 800, 0.02, -8.853490525],
  ])("changes by the method sheet's l(%d; %d, %d, %d, %d, %d)", (ratio, y0, y1, e0, e1, omega, golden) => {
    const state = oneLeaf(y0, y1, e0, e1, omega);
    const before = logLikelihood(state);
    multiplyCell(state, 0, ratio);
    expect(logLikelihood(state) - before).toBeCloseTo(golden, 8);
  });
});

describe("fitFactor", () => {
  it("finds the ratio of the counts where one leaf is all there is", () => {
    const { factor, evidence } = fitFactor(oneLeaf(30, 8, 3000, 300, 0), 0);
    expect(factor).toBeCloseTo(8 / 3, 3);
    expect(evidence).toBeGreaterThan(2.238745119);
  });

  it("is F(C, B) of the method sheet, section 6, where leaves are Poisson", () => {
    const table = leafTable(
      ["source"],
      [10, 15].map((signals, place) => ({
        attributes: [`s${place}`],
        baseExposures: 5,
        baseSignals: 0,
        exposures: 0,
        signals,
      })),
    );
    const poisson = new Float64Array(2).fill(Number.POSITIVE_INFINITY);
    const state = startSearch(indexCells(table, 1), table.signals, table.baseExposures, poisson);
    expect(fitFactor(state, 0).evidence).toBeCloseTo(7.907268297, 6);
  });
});

describe("multiplyCell", () => {
  it("comes back to where it was", () => {
    const state = oneLeaf(30, 8, 3000, 300, 0.05);
    const before = [state.count[0]!, state.expected[0]!, logLikelihood(state)];
    multiplyCell(state, 1, 3);
    multiplyCell(state, 1, 1 / 3);
    const after = [state.count[0]!, state.expected[0]!, logLikelihood(state)];
    for (const [place, value] of before.entries()) expect(after[place]).toBeCloseTo(value, 10);
  });
});
