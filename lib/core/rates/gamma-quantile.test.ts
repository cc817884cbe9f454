import { describe, expect, it } from "vitest";
import { fQuantile, fTail, tQuantile } from "./f-distribution.ts";
import { gammaQuantile } from "./gamma-quantile.ts";
import { incompleteBeta } from "./incomplete-beta.ts";
import { logGamma } from "./log-gamma.ts";
import { normalQuantile } from "./normal-quantile.ts";

function expectClose(actual: number, expected: number, relative: number) {
  expect(Math.abs(actual / expected - 1), `${actual} against ${expected}`).toBeLessThan(relative);
}

describe("gammaQuantile", () => {
  // SciPy 1.17.1, scipy.stats.gamma.ppf(p, shape) for p = 0.0005, 0.025, 0.5, 0.975, 0.9995.
  it.each([
    [
      0.05,
      [
        5.5738754818789315e-67, 5.31566188991436e-33, 5.573878440746256e-7, 0.5671737617538583,
        3.2876638279555794,
      ],
    ],
    [
      2.5,
      [0.07906876144482676, 0.41560580674333125, 2.175730095547763, 6.4162509970150134, 11.052663389103806],
    ],
    [499, [428.7543502463655, 456.17243238097126, 498.66670628097694, 543.7216003594435, 575.7953235005982]],
    [500, [429.6807527903151, 457.1285768996295, 499.6667062016905, 544.7654563874568, 576.8689250324175]],
    [1e4, [9674.219632619846, 9804.952467260184, 9999.666668642047, 10196.941824999883, 10332.33197655315]],
    [1e7, [9989597.716571523, 9993802.996884268, 9999999.666666668, 10006198.8974216, 10010408.835139157]],
  ])("agrees with SciPy at shape %d", (shape, expected) => {
    for (const [index, probability] of [0.0005, 0.025, 0.5, 0.975, 0.9995].entries()) {
      expectClose(gammaQuantile(probability, shape), expected[index]!, 1e-9);
    }
  });
});

describe("the distributions behind intervals and p-values", () => {
  it("agree with SciPy 1.17.1 and printed tables", () => {
    expectClose(normalQuantile(0.025), -1.959963984540054, 1e-12); // scipy.stats.norm.ppf
    expectClose(normalQuantile(0.8), 0.8416212335729143, 1e-12);
    expectClose(logGamma(0.5), Math.log(Math.sqrt(Math.PI)), 1e-13); // Γ(1/2) = √π
    expectClose(logGamma(11), Math.log(3_628_800), 1e-13); // 10!
    expectClose(incompleteBeta(0.1, 0.5, 3), 0.5545844446520297, 1e-12); // scipy.special.betainc
    expectClose(incompleteBeta(0.3, 200.5, 500), 0.7912644240495371, 1e-11);
    expectClose(incompleteBeta(0.2, 1e5, 4e5), 0.500282094883455, 1e-8);
    expectClose(fTail(3, 7, 21), 0.02391955669492273, 1e-11); // scipy.stats.f.sf
    expectClose(fTail(34, 1, 3), 0.010047970418610514, 1e-11);
    expectClose(fQuantile(0.01, 7, 21), 3.6395895582178683, 1e-9); // scipy.stats.f.isf
    expectClose(tQuantile(0.05, 3), 3.182446305284263, 1e-9); // the printed table of Student's t: 3.182
  });
});
