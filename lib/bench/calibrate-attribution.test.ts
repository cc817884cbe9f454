import { describe, expect, it } from "vitest";
import { measureAttribution } from "./calibrate-attribution.ts";

// The short form of `npm run calibrate`; limits leave three standard errors to the figures in docs/statistics.md.
describe("attribution, calibrated", () => {
  it("names a cause in few windows in which nothing happened", () => {
    const { named, cases } = measureAttribution(61, 240, { causes: 0 });
    expect(named / cases).toBeLessThan(0.065);
  });

  it("keeps what intervals and certainty promise", () => {
    const { factor, share, againstRest, certainty } = measureAttribution(62, 240);
    for (const { held, of } of [factor, share, againstRest]) {
      expect(of).toBeGreaterThan(200);
      expect(held / of).toBeGreaterThan(0.9);
    }
    const sure = certainty[4]!;
    expect(sure.right / sure.said).toBeGreaterThan(0.9);
    const torn = certainty[2]!;
    expect(torn.right / torn.said).toBeLessThan(0.7);
    // Where the name is uncertain, the right one is mostly shown beside it.
    expect(torn.shown / torn.said).toBeGreaterThan(0.75);
  });
});
