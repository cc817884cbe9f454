import { describe, expect, it } from "vitest";
import { calendarDay, firstOpenDay, planAnalyticsSpan } from "./plan-analytics-span.ts";

const now = new Date("2026-06-10T09:30:00.000Z");
const day = (text: string) => new Date(`${text}T00:00:00.000Z`);
const today = day("2026-06-10");

describe("days to ask for", () => {
  it("are at first all that Meta looks back on, up to yesterday", () => {
    const span = planAnalyticsSpan(now, null);
    expect(span).toEqual({ from: day("2026-03-13"), to: today });
    expect((now.getTime() - span.from.getTime()) / 86_400_000).toBeLessThan(90);
  });

  it("are later those that may still grow: a read counts up to seven days after sending", () => {
    const known = { unsettled: day("2026-06-03"), newest: day("2026-06-08") };
    expect(planAnalyticsSpan(now, known)).toEqual({ from: day("2026-06-02"), to: today });
    expect(firstOpenDay(now)).toEqual(day("2026-06-03"));
  });

  it("reach back over days on which nothing was read", () => {
    const paused = { unsettled: day("2026-05-10"), newest: day("2026-05-16") };
    expect(planAnalyticsSpan(now, paused).from).toEqual(day("2026-05-10"));
    expect(planAnalyticsSpan(now, { unsettled: null, newest: day("2026-05-16") }).from).toEqual(
      day("2026-05-17"),
    );
    expect(planAnalyticsSpan(now, { unsettled: day("2025-01-01"), newest: day("2025-01-09") }).from).toEqual(
      day("2026-03-13"),
    );
  });
});

describe("the day of an instant that Meta calls its start", () => {
  it.each([
    ["UTC", "2026-06-09T00:00:00.000Z"],
    ["Berlin in summer", "2026-06-08T22:00:00.000Z"],
    ["Los Angeles", "2026-06-09T07:00:00.000Z"],
    ["Kolkata", "2026-06-08T18:30:00.000Z"],
    ["Auckland in winter", "2026-06-08T12:00:00.000Z"],
  ])("%s", (_, start) => {
    expect(calendarDay(new Date(start))).toBe("2026-06-09");
  });
});
