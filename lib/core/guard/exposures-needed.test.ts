import { describe, expect, it } from "vitest";
import { advanceGuard } from "./advance-guard.ts";
import { exposuresNeeded } from "./exposures-needed.ts";
import { newGuardState, type GuardState } from "./guard-state.ts";

/** So many days of 1,000 messages with 10 events a day of the others, and of a new method a tenth as large. */
function after(days: number, newEvents: number, state: GuardState = newGuardState()): GuardState {
  for (let day = 0; day < days; day += 1) {
    const stratum = {
      label: "",
      age: 0,
      newDelivered: 1_000,
      baseDelivered: 10_000,
      baseEvents: 100,
      newEvents,
    };
    state = advanceGuard(state, { at: day, strata: [stratum] });
  }
  return state;
}

describe("exposuresNeeded", () => {
  it("says nothing before there is a pace", () => {
    expect(exposuresNeeded(newGuardState())).toBeNull();
  });

  it("always has a range around its median", () => {
    for (const events of [4, 10, 14, 20]) {
      const needed = exposuresNeeded(after(2, events));
      expect(needed!.low).toBeGreaterThan(0);
      expect(needed!.median).toBeGreaterThanOrEqual(needed!.low);
      expect(needed!.high).toBeGreaterThanOrEqual(needed!.median);
    }
  });

  it("needs fewer the clearer a launch is, and fewer the longer it was seen", () => {
    const median = (days: number, events: number) => exposuresNeeded(after(days, events))!.median;
    expect(median(2, 16)).toBeLessThan(median(2, 13));
    expect(median(2, 4)).toBeLessThan(median(2, 9));
    expect(median(5, 9)).toBeLessThan(median(2, 9));
  });
});
