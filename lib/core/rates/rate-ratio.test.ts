import { describe, expect, it } from "vitest";
import { seededRandom } from "../../sandbox/seeded-random.ts";
import { drawPoisson } from "../../testing/draw-counts.ts";
import { chanceOfMore, rateRatio } from "./rate-ratio.ts";

describe("rateRatio", () => {
  // SciPy 1.17.1: brentq over (betainc(a, c + 1, π) + betainc(a + 1, c, π)) / 2 = 0.025 and 0.975.
  it.each([
    [8, 300, 30, 3000, 1.1465715328332202, 5.647226424129727],
    [120.5, 1e4, 60.25, 1e4, 1.472247518897188, 2.7386437126322103],
    [1, 20, 1000, 1e6, 2.4986406089050868, 247.0574873997431],
    [5e5, 1e7, 4.99e5, 1e7, 0.998081952769528, 1.005941479159754],
  ])("%d in %d against %d in %d", (y1, n1, y0, n0, low, high) => {
    const result = rateRatio({ events: y1, exposures: n1 }, { events: y0, exposures: n0 })!;
    expect(result.ratio).toBeCloseTo(y1 / n1 / (y0 / n0), 10);
    expect(result.low / low).toBeCloseTo(1, 7);
    expect(result.high! / high).toBeCloseTo(1, 7);
  });

  it("no events in the group: ratio 0 with an upper limit, by hand", () => {
    const result = rateRatio({ events: 0, exposures: 100 }, { events: 5, exposures: 1000 })!;
    // Mid-p of nothing out of five: (1 − π)^5 / 2 = 0.025, π = 1 − 0.05^(1/5), ratio = 10 π / (1 − π).
    const share = 1 - 0.05 ** (1 / 5);
    expect(result).toMatchObject({ ratio: 0, low: 0 });
    expect(result.high).toBeCloseTo((10 * share) / (1 - share), 7);
    // Two-sided: 2 × (10/11)^5 / 2.
    expect(result.pValue).toBeCloseTo((10 / 11) ** 5, 10);
  });

  it("no events in the other: no ratio and no upper limit, but a lower one", () => {
    const result = rateRatio({ events: 5, exposures: 100 }, { events: 0, exposures: 1000 })!;
    expect(result).toMatchObject({ ratio: null, high: null });
    expect(result.low).toBeGreaterThan(1);
  });

  it("no events at all says nothing; no exposures is no ratio", () => {
    const none = { events: 0, exposures: 50 };
    expect(rateRatio(none, none)).toEqual({ ratio: null, low: 0, high: null, pValue: 1 });
    expect(rateRatio({ events: 2, exposures: 0 }, none)).toBeNull();
    expect(rateRatio(none, { events: 0, exposures: 0 })).toBeNull();
  });

  it("turned round is the inverse, with the same p-value", () => {
    const [a, b] = [
      { events: 12.5, exposures: 800 },
      { events: 40, exposures: 5200 },
    ];
    const there = rateRatio(a, b)!;
    const back = rateRatio(b, a)!;
    expect(back.low * there.high!).toBeCloseTo(1, 7);
    expect(back.high! * there.low).toBeCloseTo(1, 7);
    expect(back.pValue).toBeCloseTo(there.pValue, 10);
    expect(chanceOfMore(a, b, there.low)).toBeCloseTo(0.025, 8);
  });

  it("calibration: interval and p-value hold their level over sizes and true ratios", () => {
    const random = seededRandom(42);
    const samples = 2_000;
    const slack = 3 * Math.sqrt((0.95 * 0.05) / samples);
    const truths: [number, number, number][] = [
      [5, 1, 1],
      [20, 3, 1],
      [20, 9, 3],
      [50, 50, 1],
      [200, 20, 1],
      [8, 4, 0.5],
    ];
    for (const [base, group, ratio] of truths) {
      let held = 0;
      let significant = 0;
      for (let sample = 0; sample < samples; sample += 1) {
        const result = rateRatio(
          { events: drawPoisson(random, group * ratio), exposures: group },
          { events: drawPoisson(random, base), exposures: base },
        )!;
        if (result.low <= ratio && ratio <= (result.high ?? Infinity)) held += 1;
        if (result.pValue < 0.05) significant += 1;
      }
      // Mid-p may miss its level by half a point at single sizes (Agresti 2001, Statistics in Medicine 20, 2709-2722).
      expect(held / samples, `${base} against ${group} × ${ratio}`).toBeGreaterThan(0.945 - slack);
      if (ratio === 1) expect(significant / samples).toBeLessThan(0.055 + slack);
      if (ratio === 3) expect(significant / samples).toBeGreaterThan(0.9);
    }
  });
});
