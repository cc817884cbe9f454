import { describe, expect, it } from "vitest";
import { categorySpans, type ReadTemplate } from "./category-spans.ts";

/** "category basis" of the template on these days. */
function onDays(templates: readonly ReadTemplate[], days: readonly number[]): string[] {
  const spans = categorySpans(templates);
  return days.map((day) => {
    const held = spans.filter(({ fromDay, toDay }) => day >= fromDay && day < toDay);
    expect(held.length).toBeLessThanOrEqual(1);
    return held.map(({ category, basis }) => `${category ?? "several"} ${basis}`).join() || "none";
  });
}

describe("categorySpans", () => {
  it("takes the present category for all days when no reading is kept", () => {
    expect(onDays([{ template: 1, category: "UTILITY", changes: [] }], [0, 20_000])).toEqual([
      "utility read-later",
      "utility read-later",
    ]);
  });

  it("follows what was read, and has the first reading stand for the days before it", () => {
    const changes = [
      { day: 10, from: null, to: "UTILITY" },
      { day: 20, from: "UTILITY", to: "MARKETING" },
    ];
    expect(onDays([{ template: 1, category: "MARKETING", changes }], [9, 10, 19, 20])).toEqual([
      "utility read-later",
      "utility at-sending",
      "utility at-sending",
      "marketing at-sending",
    ]);
  });

  it("has what was read before count more than what another language was read as later", () => {
    const of = (day: number, to: string) => ({
      template: 1,
      category: to,
      changes: [{ day, from: null, to }],
    });
    expect(onDays([of(10, "UTILITY"), of(30, "MARKETING")], [5, 15, 30])).toEqual([
      "several read-later",
      "utility at-sending",
      "several at-sending",
    ]);
  });

  it("has no span where no category, or a word that is none, was read", () => {
    expect(onDays([{ template: 1, category: null, changes: [] }], [5])).toEqual(["none"]);
    expect(onDays([{ template: 1, category: "NEW_WORD", changes: [] }], [5])).toEqual(["none"]);
  });
});
