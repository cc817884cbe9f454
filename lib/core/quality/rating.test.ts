import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  rankedRatings,
  ratingLabel,
  ratingMove,
  ratingRank,
  readRating,
  type RankedRating,
  type RatingMove,
} from "./rating.ts";

describe("readRating", () => {
  // graph-api.md 4.3: five documented values, of which two mean "not rated yet".
  it.each([
    ["GREEN", "ranked", 0, "GREEN"],
    ["YELLOW", "ranked", 1, "YELLOW"],
    ["RED", "ranked", 2, "RED"],
    ["UNKNOWN", "not-rated", null, "not rated yet"],
    ["NA", "not-rated", null, "not rated yet"],
    ["PURPLE", "unknown", null, "unknown (PURPLE)"],
    ["green", "unknown", null, "unknown (green)"],
    [" GREEN", "unknown", null, "unknown ( GREEN)"],
    ["constructor", "unknown", null, "unknown (constructor)"],
    ["", "absent", null, "not reported"],
    [null, "absent", null, "not reported"],
    [undefined, "absent", null, "not reported"],
  ] as const)("%j reads as %s", (raw, kind, rank, label) => {
    expect(readRating(raw).kind).toBe(kind);
    expect(ratingRank(raw)).toBe(rank);
    expect(ratingLabel(raw)).toBe(label);
  });

  it("keeps a word it does not know as it came", () => {
    expect(readRating("PURPLE")).toEqual({ kind: "unknown", raw: "PURPLE" });
  });
});

describe("ratingMove", () => {
  // By hand: GREEN is best, RED worst (graph-api.md 5.1); only a return to GREEN is a recovery.
  const table: readonly (readonly [RankedRating | null, string | null, RatingMove])[] = [
    [null, "GREEN", "none"],
    [null, "YELLOW", "fell"],
    [null, "RED", "fell"],
    [null, "UNKNOWN", "none"],
    [null, "NA", "none"],
    [null, "PURPLE", "none"],
    [null, null, "none"],
    ["GREEN", "GREEN", "none"],
    ["GREEN", "YELLOW", "fell"],
    ["GREEN", "RED", "fell"],
    ["GREEN", "UNKNOWN", "none"],
    ["GREEN", "NA", "none"],
    ["GREEN", "PURPLE", "none"],
    ["GREEN", null, "none"],
    ["YELLOW", "GREEN", "recovered"],
    ["YELLOW", "YELLOW", "none"],
    ["YELLOW", "RED", "fell"],
    ["YELLOW", "UNKNOWN", "none"],
    ["YELLOW", "NA", "none"],
    ["YELLOW", "PURPLE", "none"],
    ["YELLOW", null, "none"],
    ["RED", "GREEN", "recovered"],
    ["RED", "YELLOW", "improved"],
    ["RED", "RED", "none"],
    ["RED", "UNKNOWN", "none"],
    ["RED", "NA", "none"],
    ["RED", "PURPLE", "none"],
    ["RED", null, "none"],
  ];

  it.each(table)("%s → %s: %s", (from, to, move) => {
    expect(ratingMove(from, to)).toBe(move);
  });

  it("lists every pair", () => {
    expect(table).toHaveLength(4 * 7);
  });

  const ranked = fc.constantFrom(...rankedRatings);
  const unranked = fc.oneof(
    fc.constantFrom("UNKNOWN", "NA", "", null),
    fc.string().filter((word) => !["GREEN", "YELLOW", "RED"].includes(word)),
  );

  it("F09 a reading without a rank never moves anything", () => {
    fc.assert(
      fc.property(fc.option(ranked), unranked, (from, raw) => {
        expect(ratingMove(from, raw)).toBe("none");
      }),
      { numRuns: 1_000 },
    );
  });

  it("P7 readings without a rank in between neither hide a fall nor recover", () => {
    const moves = (readings: readonly (string | null)[]) => {
      let last: RankedRating | null = null;
      return readings.flatMap((raw) => {
        const move = ratingMove(last, raw);
        const reading = readRating(raw);
        if (reading.kind === "ranked") last = reading.rating;
        return move === "none" ? [] : [move];
      });
    };
    fc.assert(
      fc.property(fc.array(fc.oneof(ranked, unranked), { maxLength: 30 }), (readings) => {
        expect(moves(readings)).toEqual(moves(readings.filter((raw) => ratingRank(raw) !== null)));
      }),
      { numRuns: 1_000 },
    );
  });

  it("a way back is the mirror of the way down", () => {
    fc.assert(
      fc.property(ranked, ranked, (a, b) => {
        expect(ratingMove(a, b) === "fell").toBe(["improved", "recovered"].includes(ratingMove(b, a)));
      }),
    );
  });
});
