import { describe, expect, it } from "vitest";
import { seededRandom, type Random } from "../../sandbox/seeded-random.ts";
import { drawGamma, drawPoisson } from "../../testing/draw-counts.ts";
import { trend, trendKind } from "./trend.ts";

const weekShape = [100, 100, 100, 120, 150, 60, 40];

/** Days with weekday volumes; `noise` is the variance of the daily rate relative to its square; `change` end over beginning. */
function someDays(random: Random, days: number, perDay: number, noise: number, change = 1) {
  return Array.from({ length: days }, (_, day) => {
    const exposures = weekShape[day % 7]!;
    const mean = ((perDay * exposures) / 96) * change ** (day / (days - 1));
    return {
      exposures,
      events: drawPoisson(random, noise > 0 ? mean * noise * drawGamma(random, 1 / noise) : mean),
    };
  });
}

describe("trend", () => {
  it("agrees with a Poisson regression fitted elsewhere", () => {
    const exposures = [100, 120, 90, 110, 100, 60, 50, 100, 120, 90, 110, 100, 60, 50];
    const events = [2, 4, 1, 3, 5, 2, 1, 6, 5, 4, 7, 5, 3, 4];
    // SciPy 1.17.1: optimize.minimize of the log-linear Poisson likelihood; score statistic T = 2.293420913863942 with the
    // dispersion held at 1 and p = 2 stats.t.sf(T, 12); limits by brentq over the score.
    const result = trend(exposures.map((count, day) => ({ exposures: count, events: events[day]! })));
    expect(result.kind).toBe("rising");
    if (result.kind !== "rising") return;
    expect(result.change).toBeCloseTo(2.89675137, 5);
    expect(result.pValue).toBeCloseTo(0.04067902, 7);
    expect(result.low).toBeCloseTo(1.05347352, 6);
    expect(result.high).toBeCloseTo(7.97442082, 5);
    expect(result.dispersion).toBe(1);
  });

  it("needs a week of days and ten events, and says how many are missing", () => {
    const day = { exposures: 100, events: 3 };
    const quiet = { exposures: 100, events: 0 };
    const unseen = { exposures: 0, events: 0 };
    expect(trend([day, day, day, unseen, day, day, day])).toMatchObject({
      reason: "few-days",
      eventsNeeded: null,
    });
    expect(trend([day, day, quiet, quiet, quiet, quiet, quiet])).toMatchObject({
      reason: "few-events",
      eventsNeeded: 4,
    });
    expect(trend([])).toMatchObject({ kind: "not-enough-data" });
  });

  it("does not call a few level days steady: a doubling would not have shown", () => {
    const level = Array.from({ length: 14 }, () => ({ exposures: 100, events: 1 }));
    const result = trend(level);
    expect(result).toMatchObject({ kind: "not-enough-data", reason: "few-events" });
    const plenty = Array.from({ length: 28 }, () => ({ exposures: 1000, events: 20 }));
    expect(trend(plenty)).toMatchObject({ kind: "steady" });
  });

  it("is not taken in by volume: twice the messages and twice the signals is steady", () => {
    const growing = Array.from({ length: 28 }, (_, day) => ({
      exposures: 100 * (day + 5),
      events: 2 * (day + 5),
    }));
    expect(trend(growing)).toMatchObject({ kind: "steady" });
  });

  it("calibration: calls a level rate rising or falling in 5 % of windows, with noisy days too", () => {
    const random = seededRandom(43);
    const samples = 500;
    const slack = 3 * Math.sqrt((0.05 * 0.95) / samples);
    const worlds: [number, number, number][] = [
      [28, 0.5, 0],
      [28, 5, 0],
      [28, 20, 0.1],
      [14, 30, 0.05],
    ];
    for (const [days, perDay, noise] of worlds) {
      let called = 0;
      for (let sample = 0; sample < samples; sample += 1) {
        const { kind } = trend(someDays(random, days, perDay, noise));
        if (kind === "rising" || kind === "falling") called += 1;
      }
      expect(called / samples, `${days} days of ${perDay}, noise ${noise}`).toBeLessThan(0.05 + slack);
    }
  });

  it("calibration: finds a doubling over four weeks and holds it in its interval", () => {
    const random = seededRandom(44);
    const samples = 300;
    let rising = 0;
    let held = 0;
    for (let sample = 0; sample < samples; sample += 1) {
      const result = trend(someDays(random, 28, 12, 0.05, 2));
      if (result.kind === "rising") rising += 1;
      if (result.kind !== "not-enough-data" && result.low <= 2 && 2 <= result.high) held += 1;
    }
    expect(rising / samples).toBeGreaterThan(0.75);
    expect(held / samples).toBeGreaterThan(0.95 - 3 * Math.sqrt((0.95 * 0.05) / samples));
  });
});

it("says the same kind without the limits of the slope", () => {
  const random = seededRandom(17);
  for (let index = 0; index < 400; index += 1) {
    const change = [1, 1, 1.5, 3, 0.2][index % 5] ?? 1;
    const level = [0.5, 3, 20, 200][index % 4] ?? 3;
    const days = Array.from({ length: 14 }, (_, day) => ({
      events: drawPoisson(random, level * change ** (day / 13)),
      exposures: random() < 0.05 ? 0 : 500 + Math.floor(1_000 * random()),
    }));
    expect(trendKind(days)).toBe(trend(days).kind);
  }
});
