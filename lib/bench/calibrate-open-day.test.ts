import { expect, it } from "vitest";
import { measureOpenDays } from "./calibrate-open-day.ts";

const plan = { perDay: 300, basePerDay: 3_000, rate: 0.01, ratio: 1, omega: 0.1, decay: 0.65 };

/** The short form of `npm run calibrate`; the long one and its figures are in docs/statistics.md. */
it(
  "hardly adds a false alarm by looking at days that are not over, and sees harm earlier",
  { timeout: 120_000 },
  () => {
    const equal = measureOpenDays(5, 150, plan);
    expect(equal.open - equal.closed).toBeLessThanOrEqual(0.02);
    const worse = measureOpenDays(5, 100, { ...plan, ratio: 3 });
    expect(worse.open).toBe(1);
    expect(worse.openDay).toBeLessThan(worse.closedDay);
  },
);
