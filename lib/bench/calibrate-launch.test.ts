import { describe, expect, it } from "vitest";
import { gammaQuantile } from "../core/rates/gamma-quantile.ts";
import { measureLaunches, type LaunchPlan } from "./calibrate-launch.ts";

const plan: LaunchPlan = { perDay: 300, basePerDay: 3_000, rate: 0.01, ratio: 1, omega: 0.1, decay: 0.65 };
/** So many of so many are no proof of more than `share` (one-sided 99 %). */
const mayBe = (count: number, of: number, share: number) =>
  count === 0 || gammaQuantile(0.01, count) / of <= share;

/** The short form of `npm run calibrate`; the long one and its figures are in docs/statistics.md. */
describe("the launch guard, over seeded launches of 90 days", () => {
  it(
    "seldom calls a method harmful that is as good as the others, however it is sent",
    { timeout: 120_000 },
    () => {
      for (const [index, more] of [{}, { perDay: 100 }, { perDay: 5_000 }, { basePerDay: 300 }].entries()) {
        const { alarms, held, launches } = measureLaunches(400 + index, 150, { ...plan, ...more });
        expect(mayBe(alarms, launches, 0.05), JSON.stringify({ more, alarms })).toBe(true);
        expect(mayBe(launches - held, launches, 0.05), JSON.stringify({ more, held })).toBe(true);
      }
    },
  );

  it(
    "finds harm about as early as a test that knows everything (detection.md, section 5)",
    { timeout: 120_000 },
    () => {
      // Its days for ratios 1.5, 2 and 3, and how many times these the issue allows, with what chance adds to a mean of 150.
      for (const [ratio, wald, times] of [
        [1.5, 13.9, 1.3],
        [2, 5.4, 1.25],
        [3, 2.4, 1.2],
      ] as const) {
        const { alarms, meanDay, held } = measureLaunches(17, 150, { ...plan, omega: 0.05, ratio });
        expect(alarms).toBe(150);
        expect(meanDay).toBeLessThan(1.12 * times * wald);
        expect(mayBe(150 - held, 150, 0.05)).toBe(true);
      }
    },
  );

  it("does not call a method safe that is a quarter worse", { timeout: 120_000 }, () => {
    const { safe } = measureLaunches(23, 100, { ...plan, perDay: 1_000, ratio: 1.25 });
    expect(mayBe(safe, 100, 0.05)).toBe(true);
  });
});
