import { describe, expect, it } from "vitest";
import { seededRandom, type Random } from "../../sandbox/seeded-random.ts";
import { drawPoisson } from "../../testing/draw-counts.ts";
import { fatigueCurve } from "./fatigue-curve.ts";
import { monotoneFit } from "./monotone-fit.ts";

const exposures = [40_000, 25_000, 15_000, 9_000, 5_000, 3_000, 1_800, 1_000, 600, 800];

function recommended(random: Random, scale: number, factor: (messages: number) => number) {
  const counts = exposures.map((count, index) => ({
    messages: index + 1,
    exposures: count * scale,
    signals: drawPoisson(random, count * scale * 0.005 * factor(index + 1)),
  }));
  return fatigueCurve(counts).recommendation;
}

describe("monotoneFit", () => {
  it("merges neighbours in the wrong order, by hand", () => {
    const counts = [2, 6, 3, 3, 10].map((value) => ({ value, weight: 1 }));
    // 6 and 3 make 4.5, with the next 3 they make 4.
    expect(monotoneFit(counts)).toEqual([2, 4, 4, 4, 10]);
  });

  it("weighs, and leaves buckets without exposures open", () => {
    const counts = [
      { value: 9, weight: 1 },
      { value: 0, weight: 0 },
      { value: 1, weight: 4 },
    ];
    expect(monotoneFit(counts)).toEqual([2, null, 2]);
  });
});

describe("fatigueCurve", () => {
  it("recommends the last number of messages before a clear rise", () => {
    const rates = [10, 10, 11, 30, 40];
    const counts = rates.map((rate, index) => ({
      messages: index + 1,
      exposures: 20_000,
      signals: rate * 20,
    }));
    const curve = fatigueCurve(counts);
    expect(curve.recommendation).toEqual({ kind: "cap", cap: 3, low: 3, high: 3 });
    expect(curve.buckets.map((bucket) => bucket.finding)).toEqual([
      "base",
      "within",
      "within",
      "above",
      "above",
    ]);
    expect(curve.buckets[3]?.againstBase?.ratio).toBeCloseTo(3, 10);
    expect(curve.buckets[0]?.againstBase).toBeNull();
  });

  it("does not recommend a number of messages that never occurred", () => {
    const counts = [400, 0, 0, 1500].map((signals, index) => {
      return { messages: index + 1, exposures: signals === 0 ? 0 : 20_000, signals };
    });
    expect(fatigueCurve(counts).recommendation).toEqual({ kind: "cap", cap: 1, low: 1, high: 1 });
  });

  it("says so when no cap is needed", () => {
    const counts = [1, 2, 3].map((messages) => ({ messages, exposures: 50_000, signals: 500 }));
    expect(fatigueCurve(counts).recommendation).toEqual({ kind: "no-cap-needed", upTo: 3 });
  });

  it("cannot tell yet: how many more exposures, by hand", () => {
    const counts = [
      { messages: 1, exposures: 1_000, signals: 10 },
      { messages: 2, exposures: 500, signals: 5 },
    ];
    // ((1.95996 + 0.84162)² × (1/10 + 1/5) / ln(1.5)² − 1) × 1,500
    const needed = Math.ceil(
      (((1.959963984540054 + 0.8416212335729143) ** 2 * 0.3) / Math.log(1.5) ** 2) * 1500 - 1500,
    );
    expect(fatigueCurve(counts).recommendation).toEqual({
      kind: "cannot-tell",
      low: 1,
      exposuresNeeded: needed,
    });
  });

  it("cannot tell at all without a base, without signals or without anything else to compare", () => {
    const unknown = { kind: "cannot-tell", low: 1, exposuresNeeded: null };
    expect(fatigueCurve([]).recommendation).toEqual(unknown);
    expect(fatigueCurve([{ messages: 1, exposures: 900, signals: 9 }]).recommendation).toEqual(unknown);
    const noBase = [
      { messages: 1, exposures: 0, signals: 0 },
      { messages: 2, exposures: 100, signals: 5 },
    ];
    const curve = fatigueCurve(noBase);
    expect(curve.recommendation).toEqual(unknown);
    expect(curve.buckets[0]).toMatchObject({ interval: null, fitted: null, finding: "no-exposures" });
  });

  it("calibration: holds the true cap, and lowers it for nothing in at most 2.5 % of the cases", () => {
    const random = seededRandom(45);
    const samples = 300;
    const slack = (level: number) => 3 * Math.sqrt((level * (1 - level)) / samples);
    const truths: [string, number, (messages: number) => number][] = [
      ["flat", 10, () => 1],
      // The hardest truth: every bucket sits exactly on the tolerance.
      ["on the tolerance", 10, (messages) => (messages > 1 ? 1.5 : 1)],
      ["a step after 5", 5, (messages) => (messages > 5 ? 2.5 : 1)],
      ["a slope", 4, (messages) => 1 + 0.15 * (messages - 1)],
    ];
    for (const [name, cap, factor] of truths) {
      for (const scale of [0.1, 1]) {
        let held = 0;
        let lowered = 0;
        for (let sample = 0; sample < samples; sample += 1) {
          const result = recommended(random, scale, factor);
          const low = result.kind === "no-cap-needed" ? result.upTo : result.low;
          const high = result.kind === "cap" ? result.high : Infinity;
          if (low <= cap && cap <= high) held += 1;
          if (high < cap) lowered += 1;
        }
        expect(held / samples, `${name} × ${scale}`).toBeGreaterThan(0.95 - slack(0.95));
        expect(lowered / samples, `${name} × ${scale}`).toBeLessThan(0.025 + slack(0.025));
      }
    }
  });

  it("calibration: finds a rise to 2.5 times the base after five messages", () => {
    const random = seededRandom(46);
    const found = Array.from({ length: 200 }, () => {
      return recommended(random, 1, (messages) => (messages > 5 ? 2.5 : 1)).kind === "cap";
    });
    expect(found.filter(Boolean).length / found.length).toBeGreaterThan(0.55);
  });
});
