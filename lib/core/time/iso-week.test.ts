import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  formatIsoWeek,
  isoWeekAt,
  isoWeekBounds,
  nextIsoWeek,
  parseIsoWeek,
  previousIsoWeek,
} from "./iso-week.ts";

const week = (text: string) => parseIsoWeek(text)!;

describe("parseIsoWeek", () => {
  it("reads the year and the week", () => {
    expect(parseIsoWeek("2026-W47")).toEqual({ year: 2026, week: 47 });
    expect(parseIsoWeek("2027-W01")).toEqual({ year: 2027, week: 1 });
  });

  // Long years of ISO 8601 begin on a Thursday, or are leap years beginning on a Wednesday (2020, 2026, 2032).
  it("knows week 53 of long years only", () => {
    expect(parseIsoWeek("2026-W53")).toEqual({ year: 2026, week: 53 });
    expect(parseIsoWeek("2020-W53")).toEqual({ year: 2020, week: 53 });
    expect(parseIsoWeek("2025-W53")).toBeNull();
    expect(parseIsoWeek("2027-W53")).toBeNull();
  });

  it.each([
    "",
    "2026",
    "2026-47",
    "2026W47",
    "2026-w47",
    "2026-W7",
    "2026-W00",
    "2026-W54",
    "2026-W47-1",
    " 2026-W47",
    "2026-W47\n",
    "26-W47",
    "0026-W01",
    "12026-W01",
    "latest",
  ])("refuses %j", (text) => {
    expect(parseIsoWeek(text)).toBeNull();
  });
});

describe("formatIsoWeek", () => {
  it.each(["2026-W01", "2026-W47", "2026-W53"])("gives %s back", (text) => {
    expect(formatIsoWeek(week(text))).toBe(text);
  });
});

// Mondays are read off the calendar; offsets are those of the IANA database for these dates.
describe("isoWeekBounds", () => {
  it.each([
    ["2026-W47", "UTC", "2026-11-16T00:00:00.000Z", "2026-11-23T00:00:00.000Z"],
    ["2026-W01", "UTC", "2025-12-29T00:00:00.000Z", "2026-01-05T00:00:00.000Z"],
    ["2026-W53", "UTC", "2026-12-28T00:00:00.000Z", "2027-01-04T00:00:00.000Z"],
    ["2027-W01", "UTC", "2027-01-04T00:00:00.000Z", "2027-01-11T00:00:00.000Z"],
    ["2026-W53", "Europe/Berlin", "2026-12-27T23:00:00.000Z", "2027-01-03T23:00:00.000Z"],
    ["2026-W13", "Europe/Berlin", "2026-03-22T23:00:00.000Z", "2026-03-29T22:00:00.000Z"],
    ["2026-W43", "Europe/Berlin", "2026-10-18T22:00:00.000Z", "2026-10-25T23:00:00.000Z"],
    ["2026-W47", "America/Sao_Paulo", "2026-11-16T03:00:00.000Z", "2026-11-23T03:00:00.000Z"],
    // Brazil's last summer time began on Sunday, 4 November 2018 at midnight.
    ["2018-W44", "America/Sao_Paulo", "2018-10-29T03:00:00.000Z", "2018-11-05T02:00:00.000Z"],
    ["2026-W47", "Asia/Kolkata", "2026-11-15T18:30:00.000Z", "2026-11-22T18:30:00.000Z"],
    ["2026-W47", "Pacific/Kiritimati", "2026-11-15T10:00:00.000Z", "2026-11-22T10:00:00.000Z"],
    ["2026-W47", "Pacific/Pago_Pago", "2026-11-16T11:00:00.000Z", "2026-11-23T11:00:00.000Z"],
    // Iran's clocks jumped from 00:00 to 01:00 on Monday, 22 March 2021: the week begins with the jump.
    ["2021-W12", "Asia/Tehran", "2021-03-21T20:30:00.000Z", "2021-03-28T19:30:00.000Z"],
  ])("%s in %s", (text, timeZone, from, to) => {
    const bounds = isoWeekBounds(week(text), timeZone);
    expect([bounds.from.toISOString(), bounds.to.toISOString()]).toEqual([from, to]);
  });

  it("is an hour short when clocks go forward and an hour long when they go back", () => {
    const hours = (text: string) => {
      const { from, to } = isoWeekBounds(week(text), "Europe/Berlin");
      return (to.getTime() - from.getTime()) / 3_600_000;
    };
    expect([hours("2026-W12"), hours("2026-W13"), hours("2026-W43")]).toEqual([168, 167, 169]);
  });
});

describe("isoWeekAt", () => {
  it.each([
    ["2026-12-31T12:00:00.000Z", "UTC", "2026-W53"],
    ["2027-01-03T23:59:59.999Z", "UTC", "2026-W53"],
    ["2027-01-04T00:00:00.000Z", "UTC", "2027-W01"],
    ["2026-01-01T00:00:00.000Z", "UTC", "2026-W01"],
    ["2025-12-29T00:00:00.000Z", "UTC", "2026-W01"],
    ["2025-12-28T23:59:59.999Z", "UTC", "2025-W52"],
    ["2027-01-03T23:00:00.000Z", "Europe/Berlin", "2027-W01"],
    ["2027-01-03T22:59:59.999Z", "Europe/Berlin", "2026-W53"],
    ["2026-03-29T21:59:59.999Z", "Europe/Berlin", "2026-W13"],
    ["2026-03-29T22:00:00.000Z", "Europe/Berlin", "2026-W14"],
    ["2026-11-23T02:59:59.999Z", "America/Sao_Paulo", "2026-W47"],
    ["2026-11-23T03:00:00.000Z", "America/Sao_Paulo", "2026-W48"],
  ])("%s in %s is %s", (instant, timeZone, expected) => {
    expect(formatIsoWeek(isoWeekAt(new Date(instant), timeZone))).toBe(expected);
  });

  it("lies within its bounds, and weeks leave no gap between them", () => {
    const zones = [
      "UTC",
      "Europe/Berlin",
      "America/Sao_Paulo",
      "Asia/Tehran",
      "Australia/Lord_Howe",
      "Africa/Casablanca",
    ];
    const instants = fc.date({
      min: new Date("2000-01-01"),
      max: new Date("2040-01-01"),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(instants, fc.constantFrom(...zones), (instant, timeZone) => {
        const found = isoWeekAt(instant, timeZone);
        const { from, to } = isoWeekBounds(found, timeZone);
        expect(from <= instant && instant < to).toBe(true);
        expect(isoWeekBounds(nextIsoWeek(found), timeZone).from).toEqual(to);
        expect(previousIsoWeek(nextIsoWeek(found))).toEqual(found);
      }),
      { seed: 47, numRuns: 300 },
    );
  });
});

describe("previousIsoWeek and nextIsoWeek", () => {
  it("cross the year where the calendar does", () => {
    expect(formatIsoWeek(nextIsoWeek(week("2026-W53")))).toBe("2027-W01");
    expect(formatIsoWeek(nextIsoWeek(week("2025-W52")))).toBe("2026-W01");
    expect(formatIsoWeek(previousIsoWeek(week("2027-W01")))).toBe("2026-W53");
    expect(formatIsoWeek(previousIsoWeek(week("2026-W48")))).toBe("2026-W47");
  });
});
