import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { missedPollsAllowed, readFreshness } from "./freshness.ts";

const now = new Date("2026-10-06T09:00:00Z");
const interval = 600;
const read = (ageSeconds: number | null, pollIntervalSeconds = interval) =>
  readFreshness({
    observedAt: ageSeconds === null ? null : new Date(now.getTime() - ageSeconds * 1000),
    pollIntervalSeconds,
    now,
  });

describe("readFreshness", () => {
  // Amber after two missed polls, red after six, each with half an interval of grace: 10-minute polls, by hand.
  it.each([
    [null, "never"],
    [0, "fresh"],
    [10 * 60, "fresh"],
    [20 * 60, "fresh"],
    [25 * 60 - 1, "fresh"],
    [25 * 60, "amber"],
    [60 * 60, "amber"],
    [65 * 60 - 1, "amber"],
    [65 * 60, "red"],
    [30 * 86_400, "red"],
  ] as const)("a reading %s s old is %s", (age, freshness) => {
    expect(read(age)).toBe(freshness);
  });

  it("counts missed polls, not minutes", () => {
    expect(read(25, 10)).toBe("amber");
    expect(read(24.9, 10)).toBe("fresh");
    expect(read(65, 10)).toBe("red");
    expect(read(3600, 86_400)).toBe("fresh");
  });

  it("F40 a reading from the future is fresh, not an error", () => {
    expect(read(-7200)).toBe("fresh");
  });

  it("one missed poll never shows, whatever the jitter of 5 %", () => {
    expect(2 * 1.05).toBeLessThan(missedPollsAllowed);
  });

  it("P6 never gets fresher with age", () => {
    const order = ["fresh", "amber", "red"];
    const age = fc.integer({ min: 0, max: 200_000 });
    fc.assert(
      fc.property(age, age, fc.integer({ min: 1, max: 86_400 }), (a, b, seconds) => {
        const [younger, older] = [Math.min(a, b), Math.max(a, b)];
        expect(order.indexOf(read(older, seconds))).toBeGreaterThanOrEqual(
          order.indexOf(read(younger, seconds)),
        );
      }),
      { numRuns: 1_000 },
    );
  });
});
