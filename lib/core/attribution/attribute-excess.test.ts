import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonical, scoreAttribution } from "../../bench/score-attribution.ts";
import { attributionCase } from "../../testing/builders/attribution-case.ts";
import { attributeExcess } from "./attribute-excess.ts";
import { leafTable, type LeafRow } from "./leaf-table.ts";
import { scanStatistic } from "./scan-statistic.ts";

const dims = ["source", "campaign", "method"];
/** 60 leaves with 1,000 exposures a leaf, 1 % baseline; `times` multiplies the signals of the window. */
function grid(times: (attributes: readonly string[]) => number): LeafRow[] {
  const rows: LeafRow[] = [];
  for (let s = 0; s < 5; s += 1) {
    for (let c = 0; c < 4; c += 1) {
      for (let m = 0; m < 3; m += 1) {
        const attributes = [`S${s}`, `C${c}`, `M${m}`];
        const signals = Math.round(10 * times(attributes));
        rows.push({ attributes, baseExposures: 28_000, baseSignals: 280, exposures: 1_000, signals });
      }
    }
  }
  return rows;
}

describe("scanStatistic", () => {
  // Method sheet, section 6 (golden values): F(25, 10) and F(8, 2.5).
  it("gives the golden values of the method sheet", () => {
    expect(scanStatistic(25, 10)).toBeCloseTo(7.907268297, 8);
    expect(scanStatistic(8, 2.5)).toBeCloseTo(3.805206478, 8);
    expect(scanStatistic(10, 25)).toBe(0);
    expect(scanStatistic(0, 3, "fall")).toBe(3);
  });
});

describe("attributeExcess", () => {
  it("names a group that tripled, with counts, interval and share", () => {
    const result = attributeExcess(
      leafTable(
        dims,
        grid(([source]) => (source === "S2" ? 3 : 1)),
      ),
    );
    expect(result.causes.map((cause) => cause.where)).toEqual([{ source: "S2" }]);
    const cause = result.causes[0]!;
    expect(cause).toMatchObject({ exposures: 12_000, signals: 360 });
    expect(cause.factor.low).toBeLessThan(3);
    expect(cause.factor.high).toBeGreaterThan(2.9);
    expect(cause.againstRest!.low).toBeGreaterThan(2);
    expect(cause.share!.value).toBeCloseTo(1, 1);
    expect(Math.abs(result.unexplained!)).toBeLessThan(0.1);
    expect(cause.certainty).toBeGreaterThan(0.95);
    expect(cause.alsoConsistentWith).toEqual([]);
  });

  it("names two causes at once, one of them a combination", () => {
    const rows = grid(([source, campaign, method]) =>
      source === "S1" && campaign === "C3" ? 5 : method === "M0" ? 3 : 1,
    );
    const names = attributeExcess(leafTable(dims, rows)).causes.map((cause) => canonical(cause.where));
    expect(names.sort()).toEqual(["campaign=C3&source=S1", "method=M0"]);
  });

  it("says that everything rose, and names nobody", () => {
    const result = attributeExcess(
      leafTable(
        dims,
        grid(() => 2),
      ),
    );
    expect(result.causes).toEqual([]);
    expect(result.everything.external).toBe(true);
    expect(result.everything.factor).toBeCloseTo(2, 1);
  });

  it("takes two campaigns that share all messages and rose alike for everything, not for two causes", () => {
    const rows = ["A", "B", "C"].flatMap((source) =>
      ["spring", "news"].map((campaign) => {
        const counts = { baseExposures: 8_400, baseSignals: 84, exposures: 900, signals: 45 };
        return { attributes: [source, campaign], ...counts };
      }),
    );
    const result = attributeExcess(leafTable(["source", "campaign"], rows));
    expect(result.causes).toEqual([]);
    expect(result.everything.external).toBe(true);
    expect(result.everything.factor).toBeGreaterThan(4);
    // One that rose far more than the other is told apart, though both together are everything.
    const unequal = rows.map((row) => ({ ...row, signals: row.attributes[1] === "news" ? 12 : 90 }));
    const told = attributeExcess(leafTable(["source", "campaign"], unequal)).causes;
    expect(told.map(({ where }) => where)).toContainEqual({ campaign: "spring" });
  });

  it("shows both names when a campaign has one source of its own", () => {
    const rows = grid(([source]) => (source === "S2" ? 3 : 1)).map((row) => ({
      ...row,
      attributes: [
        row.attributes[0]!,
        row.attributes[0] === "S2" ? "C9" : row.attributes[1]!,
        row.attributes[2]!,
      ],
    }));
    const cause = attributeExcess(leafTable(dims, rows)).causes[0]!;
    const names = [cause.where, ...cause.alsoConsistentWith].map(canonical);
    expect(names).toContain("source=S2");
    expect(names).toContain("campaign=C9");
    expect(cause.certainty).toBeLessThan(0.6);
  });

  it("does not blame a value without history for a rate within what values differ by", () => {
    const rows = grid(([, , method]) => (method === "M2" ? 1.5 : 1)).map((row) =>
      row.attributes[2] === "M2" ? { ...row, baseExposures: 0, baseSignals: 0 } : row,
    );
    const result = attributeExcess(leafTable(dims, rows));
    expect(result.causes).toEqual([]);
    expect(result.newcomers[0]!.where).toEqual({ method: "M2" });
    expect(result.newcomers[0]!.factor).toBeGreaterThan(1.2);
  });

  it("finds a drop below a given forecast, down to nothing", () => {
    const rows = grid(([source, campaign]) => (source === "S4" && campaign === "C1" ? 0 : 1)).map((row) => ({
      ...row,
      baseExposures: 10,
      baseSignals: 0,
      exposures: 0,
    }));
    const result = attributeExcess(leafTable(dims, rows), { direction: "fall", forecastGiven: true });
    expect(result.causes.map((cause) => cause.where)).toEqual([{ source: "S4", campaign: "C1" }]);
  });

  it.each([
    ["no leaf", []],
    ["one leaf", grid(() => 1).slice(0, 1)],
    [
      "nothing but zeros",
      grid(() => 0).map((row) => ({ ...row, baseSignals: 0, baseExposures: 0, exposures: 0 })),
    ],
    [
      "a million exposures without signals",
      grid(() => 0).map((row) => ({ ...row, baseSignals: 0, exposures: 1e6 })),
    ],
    ["more signals than exposures", grid(() => 1).map((row) => ({ ...row, exposures: 1 }))],
  ])("stands %s", (_, rows) => {
    const result = attributeExcess(leafTable(dims, rows));
    for (const cause of result.causes) expect(Number.isFinite(cause.evidence)).toBe(true);
  });

  it("does not depend on the order of leaves", () => {
    const made = attributionCase(5, 4);
    const name = (rows: readonly LeafRow[]) =>
      attributeExcess(leafTable(made.dimensions, rows), { dispersion: made.omega })
        .causes.map((c) => canonical(c.where))
        .sort();
    const first = name(made.rows);
    fc.assert(
      fc.property(fc.shuffledSubarray([...made.rows], { minLength: made.rows.length }), (rows) => {
        expect(name(rows)).toEqual(first);
      }),
      { numRuns: 10, seed: 7 },
    );
  });

  it("does not depend on the order of dimensions", () => {
    for (const number of [0, 1, 2, 4, 7]) {
      const made = attributionCase(5, number);
      const turned = made.rows.map((row) => ({ ...row, attributes: [...row.attributes].reverse() }));
      const names = (dimensions: readonly string[], rows: readonly LeafRow[]) =>
        attributeExcess(leafTable(dimensions, rows), { dispersion: made.omega })
          .causes.map((cause) => canonical(cause.where))
          .sort();
      expect(names([...made.dimensions].reverse(), turned)).toEqual(names(made.dimensions, made.rows));
    }
  });

  it("works on a single dimension", () => {
    const rows = ["a", "b", "c", "d"].map((value) => ({
      attributes: [value],
      baseExposures: 28_000,
      baseSignals: 280,
      exposures: 1_000,
      signals: value === "c" ? 40 : 10,
    }));
    const { causes } = attributeExcess(leafTable(["source"], rows));
    expect(causes.map((cause) => cause.where)).toEqual([{ source: "c" }]);
  });
});

describe("attribution over made cases", () => {
  it("keeps its F1, and does not name a cause where nothing happened", () => {
    const scored = Array.from({ length: 90 }, (_, number) => {
      const made = attributionCase(41, number);
      const found = attributeExcess(leafTable(made.dimensions, made.rows), { dispersion: made.omega });
      const truth = made.causes.map((cause) => cause.where);
      return {
        truth,
        causes: found.causes.map((c) => c.where),
        ranked: found.ranked.map((r) => r.where),
        ms: 0,
      };
    });
    const { f1, top3 } = scoreAttribution(scored);
    expect(f1!).toBeGreaterThan(0.7);
    expect(top3!).toBeGreaterThan(0.85);
    let named = 0;
    for (let number = 0; number < 120; number += 1) {
      const made = attributionCase(43, number, { causes: 0 });
      const found = attributeExcess(leafTable(made.dimensions, made.rows), { dispersion: made.omega });
      if (found.causes.length > 0) named += 1;
    }
    expect(named / 120).toBeLessThan(0.15);
  });
});
