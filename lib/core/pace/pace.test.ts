import { describe, expect, it } from "vitest";
import { guardRatios } from "../guard/guard-settings.ts";
import { chanceWithin, largestPace, paceLevels, twoFigures } from "./largest-pace.ts";
import { intakeOf, paceCalendar, planPace, type NumberToPace } from "./plan-pace.ts";
import { badCase, beliefAfter, expectedLikelihood, priorBelief } from "./ratio-belief.ts";

const baseline = { days: 28, messages: 280_000, events: 2_800 };
const number: NumberToPace = {
  baseline,
  allowed: { rate: 0.0125, from: "own-history" },
  week: { messages: 70_000, events: 700 },
  limitLeft: null,
  plannedOn: () => null,
};

describe("the belief in a method that nobody has seen", () => {
  it("holds a method four times as bad within 95 %, and is a chance", () => {
    expect(priorBelief.reduce((sum, one) => sum + one, 0)).toBeCloseTo(1, 12);
    expect(badCase(priorBelief, 0.975)).toBeGreaterThan(4);
    expect(badCase(priorBelief, 0.5)).toBeCloseTo(1, 6);
  });

  it("narrows around the others' rate with days on which it behaves like them", () => {
    const after = beliefAfter(expectedLikelihood(50, 500));
    expect(badCase(after, 0.9)).toBeLessThan(badCase(priorBelief, 0.9));
    expect(badCase(beliefAfter(expectedLikelihood(0, 500)), 0.9)).toBe(badCase(priorBelief, 0.9));
  });
});

describe("the largest pace", () => {
  // scipy.special.betainc(k, room, k / (k + mean)), mixed over the same 61 ratios.
  it.each([
    [0, 0.9824271],
    [1_000, 0.9255244],
  ])("has the chance that SciPy gives at %i messages a day", (perDay, chance) => {
    expect(chanceWithin(baseline, 0.0125, priorBelief, perDay)).toBeCloseTo(chance, 6);
  });

  it("is the last one that keeps the level", () => {
    const most = largestPace(baseline, 0.0125, priorBelief, 0.9).perDay ?? 0;
    expect(chanceWithin(baseline, 0.0125, priorBelief, most)).toBeGreaterThanOrEqual(0.9);
    expect(chanceWithin(baseline, 0.0125, priorBelief, most + 1)).toBeLessThan(0.9);
  });

  it("is not bound by quality for a method that is surely better than what is allowed", () => {
    const better = guardRatios.map((_, place) => (place === 0 ? 1 : 0));
    expect(largestPace(baseline, 0.0125, better, 0.9).perDay).toBeNull();
  });

  it("never grows with the level, with a worse baseline, or with less that is allowed", () => {
    const pace = (events: number, allowed: number, level: number) =>
      largestPace({ ...baseline, events }, allowed, priorBelief, level).perDay ?? Infinity;
    for (const allowed of [0.011, 0.0125, 0.02]) {
      for (const events of [1_400, 2_000, 2_800, 3_200]) {
        const own = paceLevels.map((level) => pace(events, allowed, level));
        expect(own).toEqual(own.toSorted((a, b) => b - a));
        for (const level of paceLevels) {
          expect(pace(events + 200, allowed, level)).toBeLessThanOrEqual(pace(events, allowed, level));
          expect(pace(events, allowed * 0.9, level)).toBeLessThanOrEqual(pace(events, allowed, level));
        }
      }
    }
  });

  it("is said in two figures, rounded down", () => {
    expect([0, 7.9, 99, 101, 1_873, 25_999].map(twoFigures)).toEqual([0, 7, 99, 100, 1_800, 25_000]);
    expect(intakeOf(1_300, 3)).toBe(430);
    expect(intakeOf(null, 3)).toBeNull();
  });
});

describe("the plan for one number", () => {
  it.each([
    ["nothing-sent", { baseline: { days: 28, messages: 0, events: 0 } }, null],
    ["no-budget", { allowed: null }, null],
    ["too-few-events", { baseline: { days: 28, messages: 280_000, events: 4 } }, null],
    ["over-budget", { week: { messages: 70_000, events: 900 } }, 0],
    ["no-room", { baseline: { days: 28, messages: 28_000, events: 340 } }, 0],
  ] as const)("says %s instead of a pace", (lack, change, perDay) => {
    expect(planPace({ ...number, ...change }, priorBelief, 0.9)).toMatchObject({ lack, perDay });
  });

  it("names what binds", () => {
    expect(planPace(number, priorBelief, 0.9)).toMatchObject({ perDay: 1_300, bound: "budget", lack: null });
    const limited = { ...number, limitLeft: 500 };
    expect(planPace(limited, priorBelief, 0.9)).toMatchObject({ perDay: 500, bound: "messaging-limit" });
    const planned = { ...limited, plannedOn: () => 200 };
    expect(planPace(planned, priorBelief, 0.9)).toMatchObject({ perDay: 200, bound: "planned-ramp" });
    const roomy = { ...number, allowed: { rate: 0.5, from: "set-by-user" as const } };
    expect(planPace(roomy, priorBelief, 0.9)).toMatchObject({ perDay: null, bound: "nothing" });
  });
});

describe("the calendar", () => {
  it("grows as days mature, at most doubles, and stays within the plan", () => {
    const days = paceCalendar({ ...number, plannedOn: (day) => 2_000 + 500 * day }, priorBelief, 0.9, 14);
    expect(days.slice(0, 3).map(({ perDay }) => perDay)).toEqual([1_300, 1_300, 1_300]);
    for (const [at, { perDay }] of days.entries()) {
      expect(perDay).toBeLessThanOrEqual(2_000 + 500 * at);
      if (at > 0) expect(perDay).toBeLessThanOrEqual(2 * (days[at - 1]?.perDay ?? 0));
    }
    expect(days.at(-1)).toMatchObject({ bound: "planned-ramp" });
  });

  it("is one day of 0 where there is no room, and empty where nothing can be said", () => {
    expect(paceCalendar({ ...number, week: { messages: 10, events: 10 } }, priorBelief, 0.9, 14)).toEqual([
      { day: 0, perDay: 0, bound: "budget" },
    ]);
    expect(paceCalendar({ ...number, allowed: null }, priorBelief, 0.9, 14)).toEqual([]);
  });
});
