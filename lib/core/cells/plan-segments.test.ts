import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { planSegments } from "./plan-segments.ts";

const hourOf = (text: string) => Date.parse(text) / 3_600_000;
const dayOf = (text: string) => Date.parse(text) / 86_400_000;
const rangeOf = (from: string, to: string) => ({ from: hourOf(from), to: hourOf(to) });

describe("a range of hours", () => {
  it("is read from whole weeks, the days around them and the hours at the ends", () => {
    // 2 November 2026 was a Monday.
    expect(planSegments(rangeOf("2026-10-30T22:00:00Z", "2026-11-17T05:00:00Z"), true)).toEqual([
      { unit: "hour", sign: 1, ...rangeOf("2026-10-30T22:00:00Z", "2026-10-31T00:00:00Z") },
      { unit: "hour", sign: 1, ...rangeOf("2026-11-17T00:00:00Z", "2026-11-17T05:00:00Z") },
      { unit: "day", sign: 1, from: dayOf("2026-10-31"), to: dayOf("2026-11-02") },
      { unit: "day", sign: 1, from: dayOf("2026-11-16"), to: dayOf("2026-11-17") },
      { unit: "week", sign: 1, from: dayOf("2026-11-02"), to: dayOf("2026-11-16") },
    ]);
  });

  it("takes the rest off where most of a day or week is asked for", () => {
    expect(planSegments(rangeOf("2026-11-03T05:00:00Z", "2026-11-28T20:00:00Z"), true)).toEqual([
      { unit: "hour", sign: -1, ...rangeOf("2026-11-03T00:00:00Z", "2026-11-03T05:00:00Z") },
      { unit: "hour", sign: -1, ...rangeOf("2026-11-28T20:00:00Z", "2026-11-29T00:00:00Z") },
      { unit: "day", sign: -1, from: dayOf("2026-11-02"), to: dayOf("2026-11-03") },
      { unit: "day", sign: -1, from: dayOf("2026-11-29"), to: dayOf("2026-11-30") },
      { unit: "week", sign: 1, from: dayOf("2026-11-02"), to: dayOf("2026-11-30") },
    ]);
  });

  it("that ends after the newest cell is read without looking at single hours of its end", () => {
    const range = rangeOf("2026-10-26T00:00:00Z", "2026-11-18T09:00:00Z");
    expect(planSegments(range, true, hourOf("2026-11-18T08:00:00Z"))).toEqual([
      { unit: "week", sign: 1, from: dayOf("2026-10-26"), to: dayOf("2026-11-23") },
    ]);
    expect(planSegments(range, false, hourOf("2026-11-18T08:00:00Z"))).toEqual([
      { unit: "day", sign: 1, from: dayOf("2026-10-26"), to: dayOf("2026-11-19") },
    ]);
    // A cell in the hour after it must not be counted.
    expect(planSegments(range, true, hourOf("2026-11-18T09:00:00Z"))).toEqual(planSegments(range, true));
  });

  it("counts every hour in it once and no other, in few rows, by weeks that begin on Mondays", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 3_000 }),
        fc.integer({ min: 0, max: 3_000 }),
        fc.boolean(),
        (a, b, withWeeks) => {
          const range = { from: 480_000 + Math.min(a, b), to: 480_000 + Math.max(a, b) };
          const plan = planSegments(range, withWeeks);
          const counted = new Map<number, number>();
          for (const { unit, from, to, sign } of plan) {
            const hours = unit === "hour" ? 1 : 24;
            for (let hour = from * hours; hour < to * hours; hour++) {
              counted.set(hour, (counted.get(hour) ?? 0) + sign);
            }
          }
          const seen = [...counted].filter(([, times]) => times !== 0).sort(([x], [y]) => x - y);
          const length = range.to - range.from;
          expect(seen).toEqual(Array.from({ length }, (_, index) => [range.from + index, 1]));
          const unitsOf = (unit: string) =>
            plan.filter((each) => each.unit === unit).reduce((sum, { from, to }) => sum + to - from, 0);
          expect(unitsOf("hour")).toBeLessThanOrEqual(24);
          if (withWeeks) expect(unitsOf("day")).toBeLessThanOrEqual(7);
          else expect(unitsOf("week")).toBe(0);
          for (const { from, to } of plan.filter(({ unit }) => unit === "week")) {
            expect(new Date(from * 86_400_000).getUTCDay()).toBe(1);
            expect((to - from) % 7).toBe(0);
          }
        },
      ),
    );
  });
});
