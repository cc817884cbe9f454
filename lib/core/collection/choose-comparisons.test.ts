import { describe, expect, it } from "vitest";
import {
  chooseComparisons,
  compareIds,
  knowsSends,
  type ComparableTemplate,
  type PastComparison,
} from "./choose-comparisons.ts";

function template(
  id: string,
  change: Partial<ComparableTemplate> & { perDay?: number | null } = {},
): ComparableTemplate {
  const { perDay = 200, ...rest } = change;
  const sends = (days: number) => (perDay === null ? null : perDay * days);
  return {
    id,
    category: "MARKETING",
    status: "APPROVED",
    rankedScore: "GREEN",
    sends: { 7: sends(7), 30: sends(30), 60: sends(60), 90: sends(90) },
    ...rest,
  };
}
const past = (firstTemplateId: string, secondTemplateId: string, day: number): PastComparison => ({
  firstTemplateId,
  secondTemplateId,
  comparedAt: new Date(Date.UTC(2026, 4, day)),
});
const names = (pairs: ReturnType<typeof chooseComparisons>) =>
  pairs.map(({ firstTemplateId, secondTemplateId }) => `${firstTemplateId} ${secondTemplateId}`);

describe("pairs to compare", () => {
  it("takes the shortest of Meta's windows in which both have 1,000 sends", () => {
    // 143 a day are 1,001 in seven days; 34 a day 1,020 in thirty; 12 a day 1,080 in ninety, 720 in sixty.
    const days = (perDay: number) =>
      chooseComparisons([template("1"), template("2", { perDay })], [], 10).map((pair) => pair.days);
    expect([143, 142, 34, 33, 12, 11].map(days)).toEqual([[7], [30], [30], [60], [90], []]);
  });

  it.each([
    ["a paused one", { status: "PAUSED" }],
    ["one for codes", { category: "AUTHENTICATION" }],
    ["one whose sends are unknown", { perDay: null }],
    ["one of an unknown kind", { category: null }],
  ])("leaves out %s", (_, change) => {
    expect(chooseComparisons([template("1"), template("2", change)], [], 10)).toEqual([]);
  });

  it("keeps to the limit, and takes never compared pairs before those compared longest ago", () => {
    const four = ["1", "2", "3", "4"].map((id) => template(id));
    const done = [past("1", "2", 3), past("1", "3", 1), past("2", "3", 2), past("1", "4", 4)];
    expect(names(chooseComparisons(four, done, 4))).toEqual(["2 4", "3 4", "1 3", "2 3"]);
  });

  it("prefers the same category, then the worse score, then the more sends", () => {
    const templates = [
      template("1", { category: "UTILITY" }),
      template("2"),
      template("3", { rankedScore: "RED", perDay: 1_000 }),
      template("4", { perDay: 900 }),
      template("5", { perDay: 800 }),
    ];
    expect(names(chooseComparisons(templates, [], 4))).toEqual(["3 4", "3 5", "2 3", "4 5"]);
    expect(names(chooseComparisons(templates, [], 10))[6]).toBe("1 3");
  });

  it("stays quick with thousands of templates", () => {
    const many = Array.from({ length: 3_000 }, (_, index) => template(String(10_000 + index)));
    expect(chooseComparisons(many, [], 10)).toHaveLength(10);
  });

  it("orders ids that are too long for a number", () => {
    expect(compareIds("99999999999999998", "99999999999999999")).toBeLessThan(0);
    expect(compareIds("9", "10")).toBeLessThan(0);
  });

  it("says when no sends are known at all", () => {
    expect(knowsSends([template("1", { perDay: null })])).toBe(false);
    expect(knowsSends([template("1", { perDay: null }), template("2", { perDay: 0 })])).toBe(true);
  });
});
