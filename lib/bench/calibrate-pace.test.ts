import { describe, expect, it } from "vitest";
import { gammaQuantile } from "../core/rates/gamma-quantile.ts";
import { measurePace } from "./calibrate-pace.ts";

/** The short form of `npm run calibrate`; the long one and its figures are in docs/safe-pace.md. */
describe("the safe pace, over seeded weeks", () => {
  it.each([0.8, 0.9, 0.95])("keeps a number within its allowed rate with a chance of %f", (level) => {
    const plan = { basePerDay: 10_000, rate: 0.01, allowedRate: 0.0125, level, ratio: "drawn" } as const;
    const { paced, passed } = measurePace(71, 300, plan);
    expect(paced).toBeGreaterThan(200);
    // So many are no proof of more than was promised (one-sided 99 %).
    expect(gammaQuantile(0.01, passed) / paced).toBeLessThanOrEqual(1 - level);
  });
});
