import { describe, expect, it } from "vitest";
import { dayOf, isIn, monthAfter, monthName, monthRange, monthWeeks, readMonth } from "./calendar-month.ts";

describe("a month of the calendar", () => {
  it("is the one in the address, or the present one on the organization's clock", () => {
    // Still May in Los Angeles.
    const now = Date.parse("2026-06-01T03:00:00Z");
    expect(readMonth("2026-11", now, "UTC")).toBe("2026-11");
    expect(readMonth(null, now, "UTC")).toBe("2026-06");
    expect(readMonth("2026-13", now, "America/Los_Angeles")).toBe("2026-05");
    expect(dayOf(now, "America/Los_Angeles")).toBe("2026-05-31");
  });

  it("has whole weeks from Monday to Sunday, the neighbours' days included", () => {
    // 1 June 2026 is a Monday, 1 March 2026 a Sunday.
    expect(monthWeeks("2026-06").map((week) => [week[0], week[6]])).toEqual([
      ["2026-06-01", "2026-06-07"],
      ["2026-06-08", "2026-06-14"],
      ["2026-06-15", "2026-06-21"],
      ["2026-06-22", "2026-06-28"],
      ["2026-06-29", "2026-07-05"],
    ]);
    expect(monthWeeks("2026-03")[0]?.[0]).toBe("2026-02-23");
    // 28 days from a Monday: four weeks.
    expect(monthWeeks("2027-02")).toHaveLength(4);
  });

  it("ends at midnight of the organization's clock, also when the clocks change", () => {
    expect(monthRange("2026-06", "UTC")).toEqual({
      from: "2026-06-01T00:00:00.000Z",
      to: "2026-07-06T00:00:00.000Z",
    });
    // Summer time begins on 29 March 2026 in Berlin.
    expect(monthRange("2026-03", "Europe/Berlin")).toEqual({
      from: "2026-02-22T23:00:00.000Z",
      to: "2026-04-05T22:00:00.000Z",
    });
  });

  it("has neighbours over the year's end", () => {
    expect([monthAfter("2026-12", 1), monthAfter("2026-01", -1)]).toEqual(["2027-01", "2025-12"]);
    expect(monthName("2026-06")).toBe("June 2026");
  });
});

describe("isIn", () => {
  const clock = { timeZone: "UTC", today: "2026-06-10" };
  const held = (until: string | null) => ({ kind: "held" as const, at: "2026-06-05T22:00:00Z", until });
  const days = (entry: Parameters<typeof isIn>[0], among: readonly string[]) =>
    among.filter((day) => isIn(entry, `2026-06-${day}`, `2026-06-${day}`, clock));

  it("has a hold on every day that it reaches into, and one that goes on until today", () => {
    expect(days(held("2026-06-07T01:00:00Z"), ["04", "05", "06", "07", "08"])).toEqual(["05", "06", "07"]);
    expect(days(held(null), ["04", "05", "09", "10", "11"])).toEqual(["05", "09", "10"]);
    expect(isIn(held(null), "2026-06-01", "2026-06-31", clock)).toBe(true);
    expect(isIn(held(null), "2026-07-01", "2026-07-31", clock)).toBe(false);
  });

  it("has everything else on its day of the organization's clock", () => {
    const launch = { kind: "launched" as const, at: "2026-06-05T22:30:00Z", until: null };
    expect(days(launch, ["05", "06"])).toEqual(["05"]);
    expect(isIn(launch, "2026-06-06", "2026-06-06", { ...clock, timeZone: "Europe/Berlin" })).toBe(true);
  });
});
