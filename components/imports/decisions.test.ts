import { describe, expect, it } from "vitest";
import { decideForm, decideOrigin, decideText, originOf } from "./decisions.ts";
import { countWords, doneWords, timeLeft } from "./import-words.ts";

const counts = {
  state: "done",
  ...{ byteOffset: 0, lineCount: 0, acceptedCount: 1_200, changedCount: 3 },
  ...{ duplicateCount: 40, rejectedCount: 2 },
} as const;

describe("what a person decides about columns", () => {
  it("a field has a column, one value, or none, and never two of them", () => {
    const column = decideOrigin({}, "source", "column 2");
    expect(column).toEqual({ mapping: { source: 2 }, constants: {} });
    const constant = decideOrigin(column, "source", "constant", "fair");
    expect(constant).toEqual({ mapping: {}, constants: { source: "fair" } });
    // Null and not nothing: the guess would come back.
    expect(decideOrigin(constant, "source", "none")).toEqual({ mapping: { source: null }, constants: {} });
  });

  it("another kind or header begins anew with columns, and keeps zone and country", () => {
    const before = { ...decideOrigin({}, "source", "column 2"), timeZone: "Europe/Rome", country: "IT" };
    expect(decideForm(before, { kind: "signals" })).toEqual({
      timeZone: "Europe/Rome",
      country: "IT",
      kind: "signals",
    });
  });

  it("an empty text is no decision", () => {
    expect(decideText({ country: "IT" }, "country", " ")).toEqual({});
    expect(decideText({}, "country", " de ")).toEqual({ country: "de" });
  });

  it("shows where a field comes from", () => {
    const mapping = {
      ...{ kind: "opt-ins" as const, dates: {}, country: null },
      fields: { contact: { column: 0 }, source: { constant: "fair" } },
    };
    expect([originOf(mapping, "contact"), originOf(mapping, "source"), originOf(mapping, "id")]).toEqual([
      "column 0",
      "constant",
      "none",
    ]);
  });
});

describe("words", () => {
  it("count what became of the rows; a dry run claims nothing of what is known", () => {
    expect(countWords(counts, false)).toBe("1,200 new, 3 changed, 40 known already, 2 rejected");
    expect(countWords(counts, true)).toBe("1,200 rows in order, 40 twice in the file, 2 rejected");
  });
  it("tell how much is done of small and large files, in one unit", () => {
    expect([doneWords(2_000, 14_000), doneWords(840_000, 2_000_000)]).toEqual([
      "2 of 14 KB",
      "0.8 of 1.9 MB",
    ]);
  });
  it.each([
    [40, "40 s"],
    [80, "1 min 20 s"],
    [3_720, "1 h 2 min"],
  ])("%i seconds are %s", (seconds, words) => {
    expect(timeLeft(seconds)).toBe(words);
  });
});
