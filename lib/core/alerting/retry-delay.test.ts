import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { retryDelaySeconds } from "./retry-delay.ts";

const minute = 60;
const hour = 60 * minute;

describe("retryDelaySeconds", () => {
  // docs/faults.md F54: at once, then 5 s, 30 s, 2, 10, 30 min, 2, 5, 10, 14, 20, 24 h.
  const schedule = [
    5,
    30,
    2 * minute,
    10 * minute,
    30 * minute,
    2 * hour,
    5 * hour,
    10 * hour,
    14 * hour,
    20 * hour,
    24 * hour,
  ];

  it.each(schedule.map((delay, index) => [index + 1, delay]))(
    "F54 after try %i waits %i s",
    (attempt, delay) => {
      expect(retryDelaySeconds(attempt, null, 0)).toBe(delay);
    },
  );

  it("F54 after the twelfth try none is left: the message is dead and shown as such", () => {
    expect(retryDelaySeconds(12, null, 0)).toBeNull();
    expect(retryDelaySeconds(13, null, 0.5)).toBeNull();
    expect(retryDelaySeconds(12, 60, 0)).toBeNull();
  });

  it("keeps trying for more than three days", () => {
    const total = schedule.reduce((sum, delay) => sum + delay, 0);
    expect(total).toBeGreaterThan(3 * 24 * hour);
  });

  // docs/faults.md F52: a named time is honoured.
  it.each([
    [1, 120, 120],
    [1, 3, 5],
    [4, 30, 10 * minute],
    [4, 0, 10 * minute],
    [6, 3 * hour, 3 * hour],
  ])("F52 after try %i with Retry-After %i waits %i s", (attempt, retryAfter, delay) => {
    expect(retryDelaySeconds(attempt, retryAfter, 0)).toBe(delay);
  });

  it("a receiver cannot put a message off for more than a day", () => {
    expect(retryDelaySeconds(1, 10 * 365 * 24 * hour, 0)).toBe(24 * hour);
  });

  it("jitter adds at most a tenth, never takes away, and never shortens Retry-After", () => {
    const attempt = fc.integer({ min: 1, max: 11 });
    const jitter = fc.double({ min: 0, max: 0.999_999, noNaN: true });
    fc.assert(
      fc.property(attempt, fc.option(fc.nat(24 * hour)), jitter, (tried, retryAfter, random) => {
        const delay = retryDelaySeconds(tried, retryAfter, random)!;
        const base = schedule[tried - 1]!;
        expect(delay).toBeGreaterThanOrEqual(Math.max(base, retryAfter ?? 0));
        expect(delay).toBeLessThanOrEqual(Math.max(base * 1.1, retryAfter ?? 0));
      }),
      { numRuns: 1_000 },
    );
  });
});
