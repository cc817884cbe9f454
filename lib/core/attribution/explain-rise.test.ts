import { describe, expect, it } from "vitest";
import { explainRise, type LeafCounts, type RiseLeaf } from "./explain-rise.ts";

const dimensions = ["source", "campaign", "method"];

function leaf(attributes: readonly string[], last: LeafCounts, first = last): RiseLeaf {
  return { attributes, counts: { last, first, split: last } };
}

/** 1 % before; `signals` of `exposures` in the window. */
function counts(exposures: number, signals: number): LeafCounts {
  return { baseExposures: 28 * exposures, baseSignals: 0.28 * exposures, exposures, signals };
}

/** Five sources, four campaigns, three methods; a leaf holds 1,000 exposures and 10 signals times what is given. */
function account(
  times: (attributes: readonly string[]) => number,
  change: (attributes: readonly string[]) => string[] = (attributes) => [...attributes],
): RiseLeaf[] {
  const leaves: RiseLeaf[] = [];
  for (let source = 0; source < 5; source += 1)
    for (let campaign = 0; campaign < 4; campaign += 1)
      for (let method = 0; method < 3; method += 1) {
        const attributes = [`s${source}`, `c${campaign}`, `m${method}`];
        leaves.push(leaf(change(attributes), counts(1_000, Math.round(10 * times(attributes)))));
      }
  return leaves;
}

describe("explainRise", () => {
  it("shows both names for a source that one campaign alone uses", () => {
    const own = (attributes: readonly string[]) =>
      attributes[0] === "s2" ? ["s2", "spring", attributes[2] ?? ""] : [...attributes];
    const rise = explainRise(
      dimensions,
      account(([source]) => (source === "s2" ? 3 : 1), own),
      20,
    );
    const [cause] = rise.rules.last.causes;
    expect([cause?.where, ...(cause?.alsoConsistentWith ?? [])]).toEqual(
      expect.arrayContaining([{ source: "s2" }, { campaign: "spring" }]),
    );
    // Two names for the same people: neither can be more than half certain.
    expect(cause?.certainty).toBeLessThanOrEqual(0.5);
  });

  it("does not name a group of fewer people than the organization chose, neither as cause nor beside one", () => {
    const few = account(() => 1).concat(
      ["m0", "m1", "m2"].map((method) => leaf(["tiny", "hidden", method], counts(6, 6))),
    );
    const rise = explainRise(dimensions, few, 20);
    const bare = explainRise(dimensions, few, 1);
    // Without the limit it is found: the test would pass for nothing if it were not.
    expect(JSON.stringify(bare.rules.last)).toMatch(/tiny|hidden/);
    expect(JSON.stringify(rise)).not.toMatch(/tiny|hidden/);
    expect(rise.rules.last.unexplained).toBeGreaterThan(0.9);
  });

  it("names no small group beside a cause that is large enough", () => {
    const rows = account(() => 1).concat([
      leaf(["s9", "spring", "m0"], counts(8, 3)),
      leaf(["s9", "spring", "m1"], counts(8, 3)),
      leaf(["s9", "c0", "m0"], counts(6, 0)),
    ]);
    const bare = explainRise(dimensions, rows, 1);
    expect(bare.rules.last.causes[0]?.where).toEqual({ source: "s9" });
    expect(JSON.stringify(bare.rules.last)).toContain("spring");
    const rise = explainRise(dimensions, rows, 20);
    expect(rise.rules.last.causes[0]?.where).toEqual({ source: "s9" });
    expect(JSON.stringify(rise)).not.toContain("spring");
  });

  it("says when the rules of touch put another name first", () => {
    const rows = account(() => 1).map((one) => {
      const [source] = one.attributes;
      const risen = (name: string) => counts(1_000, source === name ? 35 : 10);
      return { ...one, counts: { last: risen("s1"), first: risen("s3"), split: risen("s1") } };
    });
    const rise = explainRise(dimensions, rows, 20);
    expect(rise.orderFlips).toBe(true);
    expect(rise.rules.last.causes[0]?.where).toEqual({ source: "s1" });
    expect(rise.rules.first.causes[0]?.where).toEqual({ source: "s3" });
  });

  it("keeps shares and their limits within 0 and 1, and says what is left", () => {
    const rise = explainRise(
      dimensions,
      account(([source]) => (source === "s1" ? 4 : 1)),
      20,
    );
    const [cause] = rise.rules.last.causes;
    expect(cause?.share.low).toBeGreaterThanOrEqual(0);
    expect(cause?.share.low).toBeLessThanOrEqual(cause?.share.value ?? 0);
    expect(cause?.share.high).toBeLessThanOrEqual(1);
    expect(rise.rules.last.unexplained).toBeLessThan(0.1);
  });

  it("stands nothing at all", () => {
    const rise = explainRise(dimensions, [], 20);
    expect(rise.rules.last).toEqual({ causes: [], unexplained: 1 });
    expect(rise.external).toBe(false);
  });
});
