import { describe, expect, it } from "vitest";
import { isTimeZone } from "./instants-of-wall-time.ts";
import type { DateFormat } from "./parse-date.ts";
import { readDate } from "./read-date.ts";

const now = new Date("2026-11-22T15:00:00.000Z");
const read = (written: string, format: DateFormat, timeZone: string | null = null) => {
  const reading = readDate(written, { format, timeZone }, now);
  return reading.ok ? reading.at.toISOString() : reading.message;
};

describe("times in the ways that files write them", () => {
  // 1795356180 is 2026-11-22T14:03:00Z by `date -u -d @1795356180`; 46348 is that day in LibreOffice (=DATE(2026;11;22)).
  it.each<[string, DateFormat, string | null, string]>([
    ["2026-11-22T14:03:00Z", "iso", null, "2026-11-22T14:03:00.000Z"],
    ["2026-11-22T15:03:00.25+01:00", "iso", null, "2026-11-22T14:03:00.250Z"],
    ["2026-11-22 14:03:00 UTC", "iso", "Asia/Tokyo", "2026-11-22T14:03:00.000Z"],
    ["2026-11-22 14:03", "iso", "Europe/Berlin", "2026-11-22T13:03:00.000Z"],
    ["2026/7/1 9:03", "iso", "America/Sao_Paulo", "2026-07-01T12:03:00.000Z"],
    ["22/11/2026 14:03", "dmy", "Europe/Madrid", "2026-11-22T13:03:00.000Z"],
    ["22.11.2026, 14:03 Uhr", "dmy", "Europe/Berlin", "2026-11-22T13:03:00.000Z"],
    ["22.11.2026", "dmy", "Europe/Berlin", "2026-11-21T23:00:00.000Z"],
    ["22-11-26 14.03", "dmy", "Europe/Rome", "2026-11-22T13:03:00.000Z"],
    ["11/22/2026 2:03 PM", "mdy", "UTC", "2026-11-22T14:03:00.000Z"],
    ["11/21/26 12:03 am", "mdy", "America/New_York", "2026-11-21T05:03:00.000Z"],
    ["Sun, 22 Nov 2026 14:03:00 +0000", "named-month", null, "2026-11-22T14:03:00.000Z"],
    ["Nov 22, 2026 2:03 PM", "named-month", "UTC", "2026-11-22T14:03:00.000Z"],
    ["1795356180", "unix-seconds", null, "2026-11-22T14:03:00.000Z"],
    ["1795356180123", "unix-milliseconds", null, "2026-11-22T14:03:00.123Z"],
    ["46348.585416667", "excel-serial", "UTC", "2026-11-22T14:03:00.000Z"],
    ["46348,585416667", "excel-serial", "Europe/Berlin", "2026-11-22T13:03:00.000Z"],
    ["46348", "excel-serial", "Europe/Berlin", "2026-11-21T23:00:00.000Z"],
  ])("%s as %s in %s", (written, format, zone, instant) => {
    expect(read(written, format, zone)).toBe(instant);
  });
});

describe("F32 times that cannot be", () => {
  it.each<[string, DateFormat, RegExp]>([
    ["-1795356180", "unix-seconds", /is negative/],
    ["-1", "excel-serial", /is negative/],
    ["0", "unix-seconds", /1970-01-01.*before WhatsApp served businesses/],
    ["0", "unix-milliseconds", /1970-01-01.*before WhatsApp served businesses/],
    ["1970-01-01", "iso", /1970-01-01.*before WhatsApp served businesses/],
    ["9999-12-31 00:00", "iso", /ahead of now/],
    ["2026-11-22T15:10:01Z", "iso", /more than 10 minutes ahead/],
    ["1795356180000", "unix-seconds", /too large for Unix seconds; is it milliseconds/],
    ["1795356180", "unix-milliseconds", /too small for Unix milliseconds; is it seconds/],
    ["2026-02-30 10:00", "iso", /does not exist/],
    ["2026-05-01 25:00", "iso", /does not exist/],
    ["01/02/2026 13:00 PM", "dmy", /does not exist/],
    ["11/22/2026", "dmy", /does not exist/],
    ["2026-11-22 14:03 PDT", "iso", /names its zone "PDT"/],
    ["2026-11-22 10:00+23:00", "iso", /zone that does not exist/],
    ["2026-11-22 soon", "iso", /has "soon" behind its date/],
    ["2026-11-22 4915112345678", "iso", /has something behind its date/],
    ["yesterday", "iso", /is not written like 2026-11-22 14:03/],
    ["22 Brumaire 2026", "named-month", /is not written like/],
    ["", "iso", /is empty/],
    ["1".repeat(40), "unix-milliseconds", /is not written like/],
  ])("%s as %s", (written, format, message) => {
    expect(read(written, format, "UTC")).toMatch(message);
  });

  it("lets clocks differ by ten minutes", () => {
    expect(read("2026-11-22T15:10:00Z", "iso")).toBe("2026-11-22T15:10:00.000Z");
  });
});

describe("F39 local times", () => {
  it("are refused when nobody says in which zone", () => {
    expect(read("2026-10-25 10:00", "iso")).toMatch(/has no time zone; state the zone of the file/);
    expect(read("46300", "excel-serial")).toMatch(/has no time zone/);
  });

  // Berlin 2026: clocks go forward on 29 March at 02:00, back on 25 October at 03:00 (tzdata).
  it("are refused when the zone's clocks skip them or show them twice", () => {
    expect(read("2026-03-29 02:30", "iso", "Europe/Berlin")).toMatch(
      /clocks in Europe\/Berlin skip 2026-03-29 02:30/,
    );
    expect(read("25.10.2026 02:30", "dmy", "Europe/Berlin")).toMatch(/show 2026-10-25 02:30 twice.*offset/);
    expect(read("2026-10-25 02:30+01:00", "iso", "Europe/Berlin")).toBe("2026-10-25T01:30:00.000Z");
    expect(read("2026-10-25 01:59", "iso", "Europe/Berlin")).toBe("2026-10-24T23:59:00.000Z");
    expect(read("2026-10-25 03:00", "iso", "Europe/Berlin")).toBe("2026-10-25T02:00:00.000Z");
    // Lord Howe moves by half an hour, on 5 April 2026 at 02:00.
    expect(read("2026-04-05 01:45", "iso", "Australia/Lord_Howe")).toMatch(/twice/);
    // Chatham lies 12:45 ahead; on 27 September 2026 its clocks go from 02:45 to 03:45.
    expect(read("2026-09-27 03:00", "iso", "Pacific/Chatham")).toMatch(/skip/);
  });

  it("zones are known by name", () => {
    expect(["Europe/Berlin", "Mars/Olympus", ""].map(isTimeZone)).toEqual([true, false, false]);
  });
});
