import { describe, expect, it } from "vitest";
import { measureShareInterval } from "../../bench/calibrate-share.ts";
import { shareInterval } from "./share-interval.ts";

describe("shareInterval", () => {
  it.each([
    // R 4: binom.test(part, whole)$conf.int
    [0, 10, 0, 0.3084971],
    [1, 10, 0.002528579, 0.4450161],
    [5, 100, 0.01643188, 0.1128349],
    [40, 100, 0.3032948, 0.5027908],
    [10, 10, 0.6915029, 1],
  ])("gives R's exact interval for %i of %i", (part, whole, low, high) => {
    const interval = shareInterval(part, whole);
    expect(interval?.share).toBe(part / whole);
    expect(interval?.low).toBeCloseTo(low, 6);
    expect(interval?.high).toBeCloseTo(high, 6);
  });

  it("knows no share of nothing, and refuses what is no part", () => {
    expect(shareInterval(0, 0)).toBeNull();
    expect(() => shareInterval(3, 2)).toThrow(RangeError);
    expect(() => shareInterval(-1, 2)).toThrow(RangeError);
  });

  it("holds the true share in at least 95 % of seeded draws, and is rarely surely above it", () => {
    for (const { covered, above } of measureShareInterval(7, 2_000)) {
      expect(covered).toBeGreaterThanOrEqual(0.94);
      expect(above).toBeLessThanOrEqual(0.035);
    }
  });
});
