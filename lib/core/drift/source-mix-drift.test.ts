import { describe, expect, it } from "vitest";
import { seededRandom, type Random } from "../../sandbox/seeded-random.ts";
import { drawGamma, drawPoisson } from "../../testing/draw-counts.ts";
import { sourceMixDrift, type SourceWeek } from "./source-mix-drift.ts";

const shares = [0.3, 0.2, 0.15, 0.12, 0.1, 0.06, 0.04, 0.03];

/** A week of about `contacts`; shares vary from week to week like a Dirichlet sample with intra-week correlation `unrest`. */
function aWeek(random: Random, contacts: number, unrest: number, mix = shares): SourceWeek {
  const levels = mix.map((share) => (unrest > 0 ? drawGamma(random, share * (1 / unrest - 1)) : share));
  const total = levels.reduce((a, b) => a + b, 0);
  return {
    contacts: Object.fromEntries(
      levels.map((level, index) => [`source-${index}`, drawPoisson(random, (contacts * level) / total)]),
    ),
  };
}

const weeks = (random: Random, count: number, contacts: number, unrest: number) =>
  Array.from({ length: count }, () => aWeek(random, contacts, unrest));

describe("sourceMixDrift", () => {
  const usual = { contacts: { shop: 500, checkout: 300, flyer: 200 } };

  it("a mix that moved while the total stayed, by hand", () => {
    const result = sourceMixDrift([usual, usual, usual, usual], {
      contacts: { shop: 300, checkout: 300, flyer: 400 },
    });
    expect(result.kind).toBe("shifted");
    if (result.kind !== "shifted") return;
    expect(result.distance).toBeCloseTo(0.2, 12); // (0.2 + 0 + 0.2) / 2
    expect(result.total).toEqual({ beforePerWeek: 1000, now: 1000, isUsual: true });
    expect(
      result.sources
        .map((one) => one.source)
        .slice(0, 2)
        .sort(),
    ).toEqual(["flyer", "shop"]);
    const flyer = result.sources.find((one) => one.source === "flyer")!;
    expect(flyer).toMatchObject({ before: 0.2, now: 0.4 });
    expect(flyer.low).toBeGreaterThan(0);
    expect(result.sources.find((one) => one.source === "checkout")!.low).toBeLessThan(0);
  });

  it("a new source is a shift too, and many tiny ones count together", () => {
    const fresh = { contacts: { ...usual.contacts, "bought-list": 300 } };
    expect(sourceMixDrift([usual, usual, usual, usual], fresh)).toMatchObject({ kind: "shifted" });
    const tiny = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`ad-${index}`, 3]));
    const result = sourceMixDrift([usual, usual, usual, usual], { contacts: { ...usual.contacts, ...tiny } });
    expect(result).toMatchObject({ kind: "shifted" });
    if (result.kind === "shifted") expect(result.sources[0]).toMatchObject({ source: null, before: 0 });
  });

  it("says what is missing", () => {
    expect(sourceMixDrift([usual, usual, { contacts: {} }], usual)).toMatchObject({
      reason: "few-weeks",
      needed: 2,
    });
    const few = { contacts: { shop: 40, flyer: 20 } };
    expect(sourceMixDrift([usual, usual, usual, usual], few)).toMatchObject({
      reason: "few-contacts",
      needed: 40,
    });
    const one = { contacts: { shop: 900 } };
    expect(sourceMixDrift([one, one, one, one], one)).toMatchObject({ reason: "one-source", needed: null });
  });

  it("weeks that always differ make a difference usual", () => {
    const other = { contacts: { shop: 300, checkout: 300, flyer: 400 } };
    const middle = { contacts: { shop: 400, checkout: 300, flyer: 300 } };
    expect(sourceMixDrift([usual, other, middle, usual, other], other)).toMatchObject({ kind: "usual" });
  });

  it("calibration: one false alarm in a hundred weeks, and intervals that hold", () => {
    const random = seededRandom(47);
    const samples = 600;
    const worlds: [number, number, number][] = [
      [4, 300, 0],
      [4, 1000, 0.002],
      [4, 1000, 0.02],
      [8, 3000, 0.02],
    ];
    for (const [count, contacts, unrest] of worlds) {
      let alarms = 0;
      let held = 0;
      let sharesHeld = 0;
      for (let sample = 0; sample < samples; sample += 1) {
        const result = sourceMixDrift(
          weeks(random, count, contacts, unrest),
          aWeek(random, contacts, unrest),
        );
        if (result.kind === "not-enough-data") throw new Error("Enough data was given.");
        if (result.kind === "shifted") alarms += 1;
        if (result.distanceLow === 0) held += 1;
        sharesHeld +=
          result.sources.filter((one) => one.low <= 0 && 0 <= one.high).length / result.sources.length;
      }
      const world = `${count} weeks of ${contacts}, unrest ${unrest}`;
      expect(alarms / samples, world).toBeLessThan(0.01 + 3 * Math.sqrt((0.01 * 0.99) / samples));
      expect(held / samples, world).toBeGreaterThan(0.95);
      expect(sharesHeld / samples, world).toBeGreaterThan(0.95);
    }
  });

  it("calibration: finds 10 % of contacts moving to the smallest source, and holds the distance", () => {
    const random = seededRandom(48);
    const moved = shares.map((share, index) =>
      index === 0 ? share - 0.1 : index === 7 ? share + 0.1 : share,
    );
    const samples = 300;
    let found = 0;
    let held = 0;
    for (let sample = 0; sample < samples; sample += 1) {
      const result = sourceMixDrift(weeks(random, 4, 1000, 0.002), aWeek(random, 1000, 0.002, moved));
      if (result.kind === "shifted") found += 1;
      if (result.kind !== "not-enough-data" && result.distanceLow <= 0.1 && 0.1 <= result.distanceHigh)
        held += 1;
    }
    expect(found / samples).toBeGreaterThan(0.85);
    expect(held / samples).toBeGreaterThan(0.95);
  });
});
