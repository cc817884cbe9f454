import { expect, it } from "vitest";
import { hourText, readRange } from "./read-range.ts";

const now = new Date("2026-06-01T09:20:00Z");
const range = (from?: string, to?: string) => {
  const { from: first, to: last } = readRange({ from, to }, now, 28);
  return [hourText(first).slice(0, 16), hourText(last).slice(0, 16)];
};

it("runs until the hour under way, over whole days", () => {
  expect(range()).toEqual(["2026-05-04T00:00", "2026-06-01T10:00"]);
  expect(readRange({}, new Date("2026-06-01T09:00:00Z"), 28).to).toBe(
    Date.parse("2026-06-01T10:00:00Z") / 3_600_000,
  );
});

it("ranges that follow each other share no hour and leave none out, whatever the zone", () => {
  const days = ["2026-05-10", "2026-05-11", "2026-05-12"].map((day) => `${day}T00:00:00+05:30`);
  expect(range(days[0], days[1])).toEqual(["2026-05-09T19:00", "2026-05-10T19:00"]);
  expect(range(days[1], days[2])).toEqual(["2026-05-10T19:00", "2026-05-11T19:00"]);
});

it("within one hour is that hour; backwards is refused", () => {
  expect(range("2026-05-10T10:10:00Z", "2026-05-10T10:50:00Z")).toEqual([
    "2026-05-10T10:00",
    "2026-05-10T11:00",
  ]);
  expect(() => range("2026-05-10T10:50:00Z", "2026-05-10T10:10:00Z")).toThrow("must be before to");
});
