import { describe, expect, it } from "vitest";
import { gapBars, gapLength } from "./gap-bars.ts";

const hour = 3_600_000;
const start = Date.parse("2026-05-02T00:00:00.000Z");
const range = { fromMs: start, toMs: start + 100 * hour };
const at = (hours: number) => new Date(start + hours * hour).toISOString();
const gap = (from: number, to: number | null) => ({
  connectionId: "a",
  from: at(from),
  to: to === null ? null : at(to),
  wabas: 1,
});

describe("gapBars", () => {
  it("clips gaps to the strip and lets one that still lasts run to its end", () => {
    const bars = gapBars([gap(90, null), gap(40, 50), gap(-9, 10), gap(-9, -1)], at(-500), range);
    expect(bars.map(({ kind, start: from, end }) => [kind, from, end])).toEqual([
      ["gap", 0, 0.1],
      ["gap", 0.4, 0.5],
      ["gap", 0.9, 1],
    ]);
    expect(gapLength(bars)).toBe(30 * hour);
  });

  it("tells the time before it was watched apart from a gap", () => {
    const bars = gapBars([], at(25), range);
    expect(bars).toMatchObject([{ kind: "not-watched", start: 0, end: 0.25 }]);
    expect(gapLength(bars)).toBe(0);
  });
});
