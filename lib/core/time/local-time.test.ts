import { describe, expect, it } from "vitest";
import { localDayLabel, localTimeLabel, startOfLocalDay } from "./local-time.ts";

describe("startOfLocalDay", () => {
  it.each([
    ["2026-11-18", "Europe/Berlin", "2026-11-17T23:00:00.000Z"],
    // Midnight of this Sunday did not exist in Brazil: clocks went from 24:00 to 01:00.
    ["2018-11-04", "America/Sao_Paulo", "2018-11-04T03:00:00.000Z"],
    // Clocks went from Sunday 01:00 back to 00:00 in Cuba: midnight came twice, the day began with the first.
    ["2026-11-01", "America/Havana", "2026-11-01T04:00:00.000Z"],
    // Samoa had no 30 December 2011: it went straight to the 31st.
    ["2011-12-31", "Pacific/Apia", "2011-12-30T10:00:00.000Z"],
  ])("%s in %s", (day, timeZone, expected) => {
    expect(startOfLocalDay(Date.parse(`${day}T00:00:00Z`), timeZone).toISOString()).toBe(expected);
  });

  it("refuses a name that is no time zone", () => {
    expect(() => startOfLocalDay(0, "Mars/Olympus_Mons")).toThrow(RangeError);
  });
});

describe("labels", () => {
  const instant = new Date("2026-11-18T23:05:00.000Z");
  it("name the day and the time on the wall", () => {
    expect(localDayLabel(instant, "UTC")).toBe("Wed 18 November 2026");
    expect(localTimeLabel(instant, "UTC")).toBe("Wed 18 November 2026, 23:05");
    expect(localTimeLabel(instant, "Europe/Berlin")).toBe("Thu 19 November 2026, 00:05");
  });
});
