import { describe, expect, test } from "vitest";
import type { RatingSpan } from "@/lib/contracts/phone-numbers.ts";
import { fitRange, lookBackWindows, stripBands, stripRisers } from "./strip-geometry.ts";

const day = 86_400_000;
const start = Date.parse("2026-06-01T00:00:00Z");
/** Ten days, so that one day is a tenth of the width. */
const range = { fromMs: start, toMs: start + 10 * day };
const at = (days: number) => new Date(start + days * day).toISOString();
const span = (value: string | null, from: number, to: number): RatingSpan => ({
  kind: "value",
  value,
  from: at(from),
  to: at(to),
});

describe("stripBands", () => {
  test("fills the whole width: what no span covers is a gap", () => {
    const bands = stripBands([span("GREEN", 2, 5), span("RED", 6, 10)], range);
    expect(bands.map((band) => [band.kind, band.lane, band.start, band.end])).toEqual([
      ["gap", null, 0, 0.2],
      ["ranked", 0, 0.2, 0.5],
      ["gap", null, 0.5, 0.6],
      ["ranked", 2, 0.6, 1],
    ]);
  });

  test("no span at all is one gap", () => {
    expect(stripBands([], range).map((band) => [band.kind, band.start, band.end])).toEqual([["gap", 0, 1]]);
  });

  test("not rated, not reported and unknown words have no lane and keep their names", () => {
    const bands = stripBands([span("UNKNOWN", 0, 3), span(null, 3, 6), span("PURPLE", 6, 10)], range);
    expect(bands.map((band) => [band.kind, band.lane, band.label])).toEqual([
      ["not-rated", null, "not rated yet"],
      ["absent", null, "not reported"],
      ["unknown", null, "unknown (PURPLE)"],
    ]);
  });

  test("an imported stretch is a band of its own, and says so", () => {
    const imported: RatingSpan = { ...span("GREEN", 0, 4), source: "import" };
    const bands = stripBands([imported, { ...span("GREEN", 4, 10), source: "observed" }], range);
    expect(bands.map((band) => [band.label, band.imported, band.lane])).toEqual([
      ["GREEN (imported)", true, 0],
      ["GREEN", false, 0],
    ]);
  });

  test("spans of one rating that touch are one band", () => {
    const bands = stripBands([span("GREEN", 0, 4), span("GREEN", 4, 10)], range);
    expect(bands).toHaveLength(1);
    expect(bands[0]).toMatchObject({ start: 0, end: 1, fromMs: range.fromMs, toMs: range.toMs });
  });

  test("a gap inside one rating stays a gap", () => {
    const gap: RatingSpan = { kind: "gap", value: null, from: at(4), to: at(6) };
    const bands = stripBands([span("GREEN", 0, 4), gap, span("GREEN", 6, 10)], range);
    expect(bands.map((band) => band.kind)).toEqual(["ranked", "gap", "ranked"]);
  });

  test("spans outside the range are clipped or left out", () => {
    const bands = stripBands([span("RED", -5, -1), span("GREEN", -1, 12)], range);
    expect(bands.map((band) => [band.lane, band.start, band.end])).toEqual([[0, 0, 1]]);
  });
});

describe("stripRisers", () => {
  test("a step only where ranked ratings touch", () => {
    const touching = stripBands([span("GREEN", 0, 4), span("YELLOW", 4, 10)], range);
    expect(stripRisers(touching)).toEqual([{ at: 0.4, atMs: start + 4 * day, fromLane: 0, toLane: 1 }]);
    const apart = stripBands([span("GREEN", 0, 4), span("YELLOW", 5, 10)], range);
    expect(stripRisers(apart)).toEqual([]);
    const throughUnknown = stripBands(
      [span("GREEN", 0, 4), span("UNKNOWN", 4, 5), span("RED", 5, 10)],
      range,
    );
    expect(stripRisers(throughUnknown)).toEqual([]);
  });
});

describe("lookBackWindows", () => {
  test("starts at the left edge when the window reaches past it, and joins windows that touch", () => {
    const bands = stripBands([span("GREEN", 0, 3), span("YELLOW", 3, 8), span("RED", 8, 10)], range);
    expect(lookBackWindows(stripRisers(bands), range, 7 * day)).toEqual([{ start: 0, end: 0.8 }]);
  });

  test("windows apart stay apart", () => {
    const bands = stripBands([span("GREEN", 0, 3), span("YELLOW", 3, 8), span("RED", 8, 10)], range);
    expect(lookBackWindows(stripRisers(bands), range, day)).toEqual([
      { start: 0.2, end: 0.3 },
      { start: 0.7, end: 0.8 },
    ]);
  });
});

describe("fitRange", () => {
  test("keeps the range once a fair part of it is known", () => {
    expect(fitRange([[span("GREEN", 2, 10)]], range)).toEqual(range);
    expect(fitRange([[]], range)).toEqual(range);
  });

  test("shows the stretch since the first reading while that is short", () => {
    const fitted = fitRange([[span("GREEN", 9.5, 10)], [span("RED", 9.8, 10)]], range);
    expect(fitted.toMs).toBe(range.toMs);
    // Half a day known, and 3 % of room to the left: 12 h × 1.03 = 12.36 h.
    expect((fitted.toMs - fitted.fromMs) / 3_600_000).toBeCloseTo(12.36, 6);
  });
});
