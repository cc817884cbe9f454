import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { seededRandom } from "../../sandbox/seeded-random.ts";
import { drawPoisson } from "../../testing/draw-counts.ts";
import { rateInterval } from "./rate-interval.ts";

describe("rateInterval", () => {
  // R's poisson.test (Garwood's limits); also SciPy 1.17.1 gamma.ppf(0.025, y) and gamma.ppf(0.975, y + 1).
  it.each([
    [0, 0, 3.6888794541139354],
    [0.3, 3.1856790317391693e-6, 4.293777110863577],
    [1, 0.025317807984289876, 5.571643390938898],
    [5, 1.6234863901184207, 11.66833207932267],
    [75, 58.99225770145145, 94.01314944883276],
    [1e7, 9993802.996884268, 10006199.897731498],
  ])("%d events: Garwood's limits", (events, low, high) => {
    const interval = rateInterval(events, 2)!;
    expect(interval.rate).toBe(events / 2);
    expect(interval.low * 2).toBeCloseTo(low, low > 1000 ? 1 : 8);
    expect(interval.high * 2).toBeCloseTo(high, high > 1000 ? 1 : 8);
  });

  it("has no rate without exposures, and refuses counts that cannot be", () => {
    expect(rateInterval(3, 0)).toBeNull();
    expect(() => rateInterval(-1, 10)).toThrow(RangeError);
    expect(() => rateInterval(1, Number.NaN)).toThrow(RangeError);
  });

  it("holds the estimate, moves up with events and narrows with exposures", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1e6, noNaN: true }),
        fc.double({ min: 0.01, max: 100, noNaN: true }),
        (y, more) => {
          const one = rateInterval(y, 1000)!;
          const next = rateInterval(y + more, 1000)!;
          expect(one.low).toBeLessThanOrEqual(one.rate);
          expect(one.high).toBeGreaterThan(one.rate);
          expect(next.low).toBeGreaterThanOrEqual(one.low);
          expect(next.high).toBeGreaterThan(one.high);
        },
      ),
      { seed: 4, numRuns: 200 },
    );
  });

  it("calibration: holds the true rate in at least 95 % of samples, whole and split events alike", () => {
    const random = seededRandom(41);
    const samples = 2_000;
    // Three standard errors of a share of 0.95.
    const slack = 3 * Math.sqrt((0.95 * 0.05) / samples);
    for (const mean of [0.3, 1, 3, 10, 40, 200]) {
      let whole = 0;
      let split = 0;
      for (let sample = 0; sample < samples; sample += 1) {
        const interval = rateInterval(drawPoisson(random, mean), 100)!;
        if (interval.low <= mean / 100 && mean / 100 <= interval.high) whole += 1;
        const parts = drawPoisson(random, mean) / 2 + drawPoisson(random, mean * 1.5) / 3;
        const ofParts = rateInterval(parts, 100)!;
        if (ofParts.low <= mean / 100 && mean / 100 <= ofParts.high) split += 1;
      }
      expect(whole / samples, `mean ${mean}`).toBeGreaterThan(0.95 - slack);
      expect(split / samples, `split, mean ${mean}`).toBeGreaterThan(0.95 - slack);
    }
  });
});
