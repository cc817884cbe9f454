import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { planSegments } from "./plan-segments.ts";

const hourOf = (text: string) => Date.parse(text) / 3_600_000;
const dayOf = (text: string) => Date.parse(text) / 86_400_000;

describe("a range of hours", () => {
  it("is read from whole weeks, the days around them and the hours at the ends", () => {
    // 2 November 2026 was a Monday.
    const range = { from: hourOf("2026-10-30T22:00:00Z"), to: hourOf("2026-11-17T05:00:00Z") };
    expect(planSegments(range, true)).toEqual({
      hours: [
        { from: hourOf("2026-10-30T22:00:00Z"), to: hourOf("2026-10-31T00:00:00Z") },
        { from: hourOf("2026-11-17T00:00:00Z"), to: hourOf("2026-11-17T05:00:00Z") },
      ],
      days: [
        { from: dayOf("2026-10-31"), to: dayOf("2026-11-02") },
        { from: dayOf("2026-11-16"), to: dayOf("2026-11-17") },
      ],
      weeks: [{ from: dayOf("2026-11-02"), to: dayOf("2026-11-16") }],
    });
  });

  it("is covered hour by hour, each once, by weeks that begin on Mondays", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 3_000 }),
        fc.integer({ min: 0, max: 3_000 }),
        fc.boolean(),
        (a, b, weeks) => {
          const range = { from: 480_000 + Math.min(a, b), to: 480_000 + Math.max(a, b) };
          const plan = planSegments(range, weeks);
          const covered = [
            ...plan.hours.map(({ from, to }) => [from, to] as const),
            ...[...plan.days, ...plan.weeks].map(({ from, to }) => [from * 24, to * 24] as const),
          ].sort(([x], [y]) => x - y);
          let at = range.from;
          for (const [from, to] of covered) {
            expect(from).toBe(at);
            at = to;
          }
          expect(at).toBe(range.to);
          for (const { from, to } of plan.weeks) {
            expect(new Date(from * 86_400_000).getUTCDay()).toBe(1);
            expect((to - from) % 7).toBe(0);
          }
          expect(weeks || plan.weeks.length === 0).toBe(true);
        },
      ),
    );
  });
});
