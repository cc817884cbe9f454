import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rankedRatings, type RankedRating } from "../quality/rating.ts";
import { ratingStep, type RatingStep } from "./rating-transition.ts";

describe("ratingStep", () => {
  // By hand: every last ranked rating × every kind of reading (graph-api.md 4.3).
  const table: readonly (readonly [RankedRating | null, string | null, RatingStep["direction"] | null])[] = [
    [null, "GREEN", null],
    [null, "YELLOW", "fell"],
    [null, "RED", "fell"],
    [null, "UNKNOWN", null],
    [null, "NA", null],
    [null, "PURPLE", null],
    [null, null, null],
    ["GREEN", "GREEN", null],
    ["GREEN", "YELLOW", "fell"],
    ["GREEN", "RED", "fell"],
    ["GREEN", "UNKNOWN", null],
    ["GREEN", "NA", null],
    ["GREEN", "PURPLE", null],
    ["GREEN", null, null],
    ["YELLOW", "GREEN", "recovered"],
    ["YELLOW", "YELLOW", null],
    ["YELLOW", "RED", "fell"],
    ["YELLOW", "UNKNOWN", null],
    ["YELLOW", "NA", null],
    ["YELLOW", "PURPLE", null],
    ["YELLOW", null, null],
    ["RED", "GREEN", "recovered"],
    ["RED", "YELLOW", "improved"],
    ["RED", "RED", null],
    ["RED", "UNKNOWN", null],
    ["RED", "NA", null],
    ["RED", "PURPLE", null],
    ["RED", null, null],
  ];

  it.each(table)("%s → %s: %s", (from, to, direction) => {
    expect(ratingStep(from, to)).toEqual(direction === null ? null : { direction, from, to });
  });

  it("lists every pair", () => {
    expect(new Set(table.map(([from, to]) => `${from} ${to}`)).size).toBe(4 * 7);
  });

  /** What a poller does: remembers the last ranked rating and reports the steps. */
  function walk(readings: readonly (string | null)[]): RatingStep[] {
    let last: RankedRating | null = null;
    return readings.flatMap((raw) => {
      const step = ratingStep(last, raw);
      if (raw === "GREEN" || raw === "YELLOW" || raw === "RED") last = raw;
      return step === null ? [] : [step];
    });
  }

  it("GREEN, UNKNOWN, RED is one fall from GREEN", () => {
    expect(walk(["GREEN", "UNKNOWN", "RED"])).toEqual([{ direction: "fell", from: "GREEN", to: "RED" }]);
  });

  it("RED, UNKNOWN, absent, PURPLE is no recovery, and the later GREEN is one from RED", () => {
    expect(walk(["RED", "UNKNOWN", null, "PURPLE"])).toHaveLength(1);
    expect(walk(["RED", "UNKNOWN", null, "GREEN"])[1]).toEqual({
      direction: "recovered",
      from: "RED",
      to: "GREEN",
    });
  });

  it("P7 readings without a rank and repeated readings change nothing, wherever they stand", () => {
    const reading = fc.constantFrom(...rankedRatings, "UNKNOWN", "NA", "PURPLE", null);
    fc.assert(
      fc.property(fc.array(reading, { maxLength: 30 }), fc.nat(30), reading, (readings, place, extra) => {
        const steps = walk(readings);
        expect(walk(readings.filter((raw) => rankedRatings.some((rating) => rating === raw)))).toEqual(steps);
        const doubled = readings.flatMap((raw) => [raw, raw]);
        expect(walk(doubled)).toEqual(steps);
        if (!rankedRatings.some((rating) => rating === extra)) {
          expect(walk(readings.toSpliced(place, 0, extra))).toEqual(steps);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it("steps hang together: each begins where the one before ended, and only GREEN ends a fall", () => {
    const reading = fc.constantFrom(...rankedRatings, "UNKNOWN", null);
    fc.assert(
      fc.property(fc.array(reading, { maxLength: 40 }), (readings) => {
        const steps = walk(readings);
        steps.forEach((step, index) => {
          expect(step.from).not.toBe(step.to);
          if (index > 0) expect(step.from).toBe(steps[index - 1]!.to);
          expect(step.direction === "recovered").toBe(step.to === "GREEN");
        });
      }),
      { numRuns: 1_000 },
    );
  });
});
