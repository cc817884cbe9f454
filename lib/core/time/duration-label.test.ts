import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { durationLabel } from "./duration-label.ts";

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

describe("durationLabel", () => {
  it.each([
    [0, "0 s"],
    [499, "0 s"],
    [500, "1 s"],
    [59 * second, "59 s"],
    [59.6 * second, "1 min"],
    [minute, "1 min"],
    [3 * minute + 59 * second, "3 min"],
    [59 * minute, "59 min"],
    [hour, "1 h"],
    [2 * hour + 5 * minute, "2 h 5 min"],
    [9 * hour + 59 * minute, "9 h 59 min"],
    [10 * hour + 30 * minute, "10 h"],
    [23 * hour + 59 * minute, "23 h"],
    [day, "1 d"],
    [4 * day + 3 * hour, "4 d 3 h"],
    [9 * day + 23 * hour, "9 d 23 h"],
    [10 * day + 5 * hour, "10 d"],
    [400 * day, "400 d"],
  ])("%i ms is %s", (milliseconds, label) => {
    expect(durationLabel(milliseconds)).toBe(label);
  });

  it("F40 shows no negative duration when the clock went back", () => {
    expect(durationLabel(-2 * hour)).toBe("0 s");
  });

  it("never claims more than passed, and never leaves out more than a tenth", () => {
    const units: Readonly<Record<string, number>> = { s: second, min: minute, h: hour, d: day };
    fc.assert(
      fc.property(fc.nat(2_000 * day), (milliseconds) => {
        const label = durationLabel(milliseconds);
        const parts = [...label.matchAll(/(\d+) (s|min|h|d)\b/g)];
        expect(parts.map((part) => part[0]).join(" ")).toBe(label);
        const said = parts.reduce((sum, part) => sum + Number(part[1]) * units[part[2]!]!, 0);
        expect(said).toBeLessThanOrEqual(milliseconds + second / 2);
        // Below ten of a unit that stands alone (1 min 59 s) up to half may be missing; see the table.
        if (milliseconds >= 10 * minute) expect(said).toBeGreaterThan(milliseconds * 0.9);
      }),
      { numRuns: 1_000 },
    );
  });
});
