import { describe, expect, it } from "vitest";
import { logRatio, logRatioOfCounts } from "./count-likelihood.ts";
import { lordensBound } from "./lordens-bound.ts";
import { advance, evenWeights, mixed, ratioGrid } from "./rise-statistic.ts";

function expectClose(actual: number, expected: number) {
  expect(Math.abs(actual / expected - 1), `${actual} against ${expected}`).toBeLessThan(1e-8);
}

// Expected numbers: golden values of the project's method sheet for detection, section 6 (given to ten digits).
describe("the likelihood ratio of a count", () => {
  it.each([
    [2, 30, 8, 3000, 300, 0, 2.238745119],
    [2, 30, 8, 3000, 300, 0.05, 1.898746309],
    [2, 0, 2, 500, 50, 0.05, 1.212271607],
    [3, 120, 5, 10000, 800, 0.02, -8.853490525],
  ])("l(%d; %d, %d, %d, %d, %d)", (ratio, y0, y1, e0, e1, omega, expected) => {
    const before = { events: y0, exposure: e0 };
    const now = { events: y1, exposure: e1 };
    expectClose(logRatioOfCounts(ratio, before, now, omega), expected);
  });

  it("is the same in both forms", () => {
    const mean = (30 * 300) / 3000;
    const shape = 1 / (0.05 + 1 / 30);
    const counts = logRatioOfCounts(2, { events: 30, exposure: 3000 }, { events: 8, exposure: 300 }, 0.05);
    expectClose(logRatio(2, 8, mean, shape), counts);
  });
});

describe("the mixture over ratios", () => {
  it("adds up two-sample evidence as the sheet does", () => {
    const ratios = ratioGrid(1.1, 8, 33);
    const sums = ratios.map(() => 0);
    const seen = [
      [30, 6],
      [28, 7],
      [33, 5],
    ].map(([y0, y1]) => {
      for (const [k, ratio] of ratios.entries()) {
        const before = { events: y0!, exposure: 3000 };
        sums[k]! += logRatioOfCounts(ratio, before, { events: y1!, exposure: 300 }, 0);
      }
      return mixed(sums, evenWeights(33));
    });
    for (const [index, expected] of [0.316385354, 1.913201951, 1.831115369].entries()) {
      expectClose(seen[index]!, expected);
    }
  });

  it("gives the sheet's Shiryaev-Roberts statistic, bucket by bucket", () => {
    const ratios = ratioGrid(1.2, 8, 17);
    let carried: number[] = [];
    const seen = [
      [12, 10, 560],
      [18, 10, 570],
      [22, 11, 580],
    ].map(([events, mean, baseline]) => {
      const shape = 1 / (0.02 + 1 / baseline!);
      const step = advance(carried, ratios, { events: events!, mean: mean!, shape }, 0);
      carried = step.carried;
      return mixed(step.sums, evenWeights(17));
    });
    for (const [index, expected] of [-1.351652093, 1.344531999, 4.291380319].entries()) {
      expectClose(seen[index]!, expected);
    }
  });
});

it.each([
  [10, 0, 1.5, 6.9],
  [10, 0.05, 2, 2.9],
  [80, 0.05, 1.5, 4.3],
  [2, 0, 2, 9.7],
])(
  "Lorden's bound at %d events, noise %d, ratio %d as printed in the sheet",
  (mean, omega, ratio, printed) => {
    expect(Math.abs(lordensBound(1800, mean, ratio, omega) - printed)).toBeLessThan(0.06);
  },
);
