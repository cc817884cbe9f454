import { describe, expect, test } from "vitest";
import { timeTicks } from "./time-ticks.ts";

const range = (from: string, to: string) => ({ fromMs: Date.parse(from), toMs: Date.parse(to) });

describe("timeTicks", () => {
  test("days fall on the organization's midnight, across a clock change", () => {
    // Europe/Berlin leaves summer time on 25 October 2026 at 03:00: midnight moves from 22:00Z to 23:00Z.
    const ticks = timeTicks(range("2026-10-23T12:00:00Z", "2026-10-28T12:00:00Z"), "Europe/Berlin", 6);
    expect(ticks.map((tick) => [new Date(tick.ms).toISOString(), tick.label])).toEqual([
      ["2026-10-23T22:00:00.000Z", "24 Oct"],
      ["2026-10-24T22:00:00.000Z", "25 Oct"],
      ["2026-10-25T23:00:00.000Z", "26 Oct"],
      ["2026-10-26T23:00:00.000Z", "27 Oct"],
      ["2026-10-27T23:00:00.000Z", "28 Oct"],
    ]);
  });

  test("hours are named by the clock, midnight by its date", () => {
    const ticks = timeTicks(range("2026-06-01T10:30:00Z", "2026-06-02T10:30:00Z"), "UTC", 5);
    expect(ticks.map((tick) => tick.label)).toEqual(["12:00", "18:00", "2 Jun", "06:00"]);
  });

  test("never more than asked for, and none for an empty range", () => {
    expect(
      timeTicks(range("2025-06-01T00:00:00Z", "2026-06-01T00:00:00Z"), "UTC", 6).length,
    ).toBeLessThanOrEqual(7);
    expect(timeTicks(range("2026-06-01T00:00:00Z", "2026-06-01T00:00:00Z"), "UTC", 6)).toEqual([]);
  });
});
