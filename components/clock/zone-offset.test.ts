import { describe, expect, test } from "vitest";
import { formatInstant } from "./format-instant.ts";
import { instantFromWallTime, zoneOffset } from "./zone-offset.ts";

describe("zoneOffset", () => {
  test.each([
    // IANA: Berlin is UTC+1 in winter, UTC+2 in summer; Kolkata UTC+5:30; Mexico City UTC-6 all year since 2022.
    ["2026-01-15T12:00:00Z", "Europe/Berlin", 60],
    ["2026-07-15T12:00:00Z", "Europe/Berlin", 120],
    ["2026-07-15T12:00:00Z", "Asia/Kolkata", 330],
    ["2026-07-15T12:00:00Z", "America/Mexico_City", -360],
  ])("%s in %s is %i min", (instant, zone, minutes) => {
    expect(zoneOffset(Date.parse(instant), zone) / 60_000).toBe(minutes);
  });
});

describe("instantFromWallTime", () => {
  test.each([
    ["2026-07-01T09:00", "Europe/Berlin", "2026-07-01T07:00:00.000Z"],
    ["2026-12-01T09:00", "Europe/Berlin", "2026-12-01T08:00:00.000Z"],
    ["2026-07-01T00:30", "America/Mexico_City", "2026-07-01T06:30:00.000Z"],
  ])("%s in %s", (wall, zone, instant) => {
    expect(instantFromWallTime(wall, zone)).toBe(instant);
  });

  test("what is not a wall time gives null", () => {
    expect(instantFromWallTime("yesterday", "UTC")).toBeNull();
    expect(instantFromWallTime("2026-13-40T09:00", "UTC")).toBeNull();
  });
});

test("formatInstant shows the organization's clock, with the zone in the full form", () => {
  const at = Date.parse("2026-06-30T22:05:09Z");
  expect(formatInstant(at, "Europe/Berlin", "full")).toBe("1 Jul 2026, 00:05:09 (Europe/Berlin)");
  expect(formatInstant(at, "UTC", "minute")).toBe("30 Jun, 22:05");
});
