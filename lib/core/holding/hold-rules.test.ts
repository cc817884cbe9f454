import { describe, expect, it } from "vitest";
import { modeFault, orderRetrySeconds, rampBackFault } from "./hold-rules.ts";

describe("the rules of holds", () => {
  it.each<[number[], string | null]>([
    [[0.25, 0.5, 1], null],
    [[1], null],
    [[], "must have 1 to 10 steps"],
    [[0, 1], "must have shares above 0 and up to 1"],
    [[0.5, 1.2], "must have shares above 0 and up to 1"],
    [[Number.NaN, 1], "must have shares above 0 and up to 1"],
    [[0.5, 0.5, 1], "must rise from step to step"],
    [[0.25, 0.5], "must end with 1, the usual volume"],
  ])("a way back of %j: %s", (steps, fault) => {
    expect(rampBackFault(steps)).toBe(fault);
  });

  it("goes live only after a dry run that the receiver accepted", () => {
    expect(modeFault("off", { isSet: false, dryRunAccepted: false })).toBeNull();
    expect(modeFault("dry-run", { isSet: false, dryRunAccepted: false })).toContain("needs a receiver");
    expect(modeFault("live", { isSet: true, dryRunAccepted: false })).toContain("needs a dry run");
    expect(modeFault("live", { isSet: true, dryRunAccepted: true })).toBeNull();
  });

  it("tries an order for some six hours, as late as the receiver asks within the hour", () => {
    const waits = [];
    for (let attempt = 1; ; attempt += 1) {
      const next = orderRetrySeconds(attempt, null, 0);
      if (next === null) break;
      waits.push(next);
    }
    expect(waits.reduce((sum, one) => sum + one, 0) / 3_600).toBeCloseTo(5.86, 1);
    expect(orderRetrySeconds(1, 90, 0)).toBe(90);
    expect(orderRetrySeconds(1, 90_000, 0)).toBe(3_600);
    expect(orderRetrySeconds(1, null, 1)).toBe(5.5);
  });
});
