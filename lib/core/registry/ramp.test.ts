import { describe, expect, it } from "vitest";
import { plannedOnDay, rampFault, readRamp, type Ramp } from "./ramp.ts";

const ramp: Ramp = {
  unit: "opt-ins",
  steps: [
    { fromDay: 0, amount: 100 },
    { fromDay: 3, amount: 500 },
    { fromDay: 7, amount: 2000 },
  ],
};

describe("plannedOnDay", () => {
  it.each([
    [-1, null],
    [0, 100],
    [2, 100],
    [3, 500],
    [6, 500],
    [7, 2000],
    [400, 2000],
  ])("day %i: %j", (day, planned) => {
    expect(plannedOnDay(ramp, day)).toBe(planned);
  });

  it("plans nothing without a ramp, which is not zero", () => {
    expect(plannedOnDay(null, 3)).toBeNull();
  });
});

describe("rampFault", () => {
  const steps = (...pairs: [number, number][]) => pairs.map(([fromDay, amount]) => ({ fromDay, amount }));
  it.each<[string, Ramp, string | null]>([
    ["a good one", ramp, null],
    ["a share", { unit: "share", steps: steps([0, 0.05], [7, 1]) }, null],
    ["no step", { unit: "opt-ins", steps: [] }, "steps"],
    ["a late first step", { unit: "opt-ins", steps: steps([1, 10]) }, "steps.0.fromDay"],
    ["the same day twice", { unit: "opt-ins", steps: steps([0, 10], [0, 20]) }, "steps.1.fromDay"],
    ["a day after a year", { unit: "opt-ins", steps: steps([0, 10], [366, 20]) }, "steps.1.fromDay"],
    ["nothing a day", { unit: "deliveries", steps: steps([0, 0]) }, "steps.0.amount"],
    ["half an opt-in", { unit: "opt-ins", steps: steps([0, 1.5]) }, "steps.0.amount"],
    ["more than everything", { unit: "share", steps: steps([0, 1.2]) }, "steps.0.amount"],
    [
      "too many steps",
      { unit: "opt-ins", steps: steps(...Array.from({ length: 31 }, (_, at): [number, number] => [at, 1])) },
      "steps",
    ],
  ])("%s", (_name, given, path) => {
    expect(rampFault(given)?.path ?? null).toBe(path);
  });
});

describe("readRamp", () => {
  it("gives back what was stored, and no ramp for what is none", () => {
    expect(readRamp(JSON.parse(JSON.stringify(ramp)))).toEqual(ramp);
    for (const other of [
      null,
      undefined,
      7,
      [],
      {},
      { unit: "weeks", steps: [] },
      { unit: "share", steps: [null] },
    ]) {
      expect(readRamp(other)).toBeNull();
    }
  });
});
