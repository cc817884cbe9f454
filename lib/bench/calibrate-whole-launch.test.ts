import { describe, expect, it } from "vitest";
import { measureWholeLaunches } from "./calibrate-whole-launch.ts";

/** The short form of `npm run calibrate`; the long one and its figures are in docs/statistics.md. */
describe("whole launches, with five streams and their parts", () => {
  it("are seldom called harmful when they are as good as the others", { timeout: 120_000 }, () => {
    const plan = { basePerDay: 3_000, sources: [{ perDay: 300, ratio: 1 }], omega: 0.1 };
    expect(measureWholeLaunches(3, 50, plan).methods).toBeLessThanOrEqual(6);
  });

  it("have the bad source named among good ones", { timeout: 120_000 }, () => {
    const sources = [
      { perDay: 500, ratio: 1 },
      { perDay: 400, ratio: 1 },
      { perDay: 100, ratio: 4 },
    ];
    const { parts, wronglyNamed } = measureWholeLaunches(4, 12, { basePerDay: 3_000, sources, omega: 0.05 });
    expect(parts[2]?.named).toBe(12);
    expect(parts[2]?.meanDay).toBeLessThan(7);
    expect(wronglyNamed).toBeLessThanOrEqual(1);
  });
});
