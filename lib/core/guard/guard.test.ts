import { describe, expect, it } from "vitest";
import { logRatioOfCounts } from "../detection/count-likelihood.ts";
import { logSumExp } from "../detection/log-sums.ts";
import { ratioGrid } from "../detection/rise-statistic.ts";
import { advanceGuard } from "./advance-guard.ts";
import { newGuardState, type GuardDay, type GuardState, type GuardStratum } from "./guard-state.ts";
import { judgeGuard } from "./judge-guard.ts";

const stratum = (more: Partial<GuardStratum> = {}): GuardStratum => ({
  ...{ label: "n1", age: 0, newDelivered: 300, newEvents: 3, baseDelivered: 3_000, baseEvents: 30 },
  ...more,
});
const day = (at: number, ...strata: GuardStratum[]): GuardDay => ({ at, strata });
/** 28 days of the others alone at 1 %. */
const learnt = () => run(newGuardState(), 28, -28, { newDelivered: 0, newEvents: 0 });

function run(state: GuardState, days: number, from: number, more: Partial<GuardStratum>): GuardState {
  let next = state;
  for (let at = from; at < from + days; at += 1) next = advanceGuard(next, day(at, stratum(more)));
  return next;
}

describe("the launch guard", () => {
  it("gives the method sheet's evidence where days differ by chance alone (detection.md, section 6, golden values)", () => {
    const grid = ratioGrid(1.1, 8, 33);
    const days = [
      [30, 6],
      [28, 7],
      [33, 5],
    ] as const;
    const logs = grid.map(() => 0);
    const evidence = days.map(([before, now]) => {
      for (const [k, ratio] of grid.entries()) {
        logs[k]! += logRatioOfCounts(
          ratio,
          { events: before, exposure: 3_000 },
          { events: now, exposure: 300 },
          0,
        );
      }
      return logSumExp(logs) - Math.log(33);
    });
    expect(evidence[0]).toBeCloseTo(0.316385354, 8);
    expect(evidence[1]).toBeCloseTo(1.913201951, 8);
    expect(evidence[2]).toBeCloseTo(1.831115369, 8);
  });

  it("calls a method at three times the others' rate harmful within a week, and says so from that day on", () => {
    const state = run(learnt(), 7, 0, { newEvents: 9 });
    const judged = judgeGuard(state);
    expect(judged.verdict).toBe("harmful");
    expect(judged.harmfulSince).toBeLessThan(5);
    expect(judged.ratio).toBeGreaterThan(2);
    expect(judged.interval![0]).toBeLessThan(3);
    expect(judged.interval![1]!).toBeGreaterThan(3);
    expect(judgeGuard(run(state, 30, 7, { newEvents: 3 })).verdict).toBe("harmful");
  });

  it("calls a method safe only once all of its interval lies under the margin", () => {
    const young = judgeGuard(run(learnt(), 3, 0, {}));
    expect(young).toMatchObject({ verdict: "undecided", lack: "not-clear", harmfulSince: null });
    const old = judgeGuard(run(learnt(), 88, 0, { newDelivered: 3_000, newEvents: 30 }));
    expect(old.verdict).toBe("safe");
    expect(old.interval![1]!).toBeLessThanOrEqual(1.25);
  });

  it("never takes missing data for safe: nothing delivered, nobody to compare with, too few", () => {
    expect(judgeGuard(newGuardState())).toMatchObject({
      verdict: "undecided",
      lack: "nothing-delivered",
      ratio: null,
    });
    const alone = run(newGuardState(), 60, 0, { baseDelivered: 0, baseEvents: 0, newEvents: 0 });
    expect(judgeGuard(alone)).toMatchObject({ verdict: "undecided", lack: "no-others", unmatched: 18_000 });
    const few = judgeGuard(run(learnt(), 2, 0, { newDelivered: 30, newEvents: 0 }));
    expect(few).toMatchObject({ verdict: "undecided", lack: "too-few" });
  });

  it("lets what both arms share cancel: a day on which everybody blocks twice as often says nothing against the method", () => {
    const loud = judgeGuard(run(learnt(), 10, 0, { newEvents: 6, baseEvents: 60 }));
    expect(loud.evidence).toBeLessThan(0);
    expect(loud.ratio).toBeGreaterThan(0.8);
    expect(loud.ratio).toBeLessThan(1.25);
    // The same events of the new method on usual days of the others speak loudly.
    expect(judgeGuard(run(learnt(), 10, 0, { newEvents: 6 })).verdict).toBe("harmful");
  });

  it("takes each day once, in order, and is rebuilt bit by bit from the same days", () => {
    const once = run(learnt(), 20, 0, { newEvents: 4 });
    expect(advanceGuard(once, day(19, stratum({ newEvents: 90 })))).toBe(once);
    expect(advanceGuard(once, day(3, stratum({ newEvents: 90 })))).toBe(once);
    expect(JSON.stringify(run(learnt(), 20, 0, { newEvents: 4 }))).toBe(JSON.stringify(once));
    const stored = JSON.parse(JSON.stringify(run(learnt(), 12, 0, { newEvents: 4 }))) as GuardState;
    expect(run(stored, 8, 12, { newEvents: 4 })).toEqual(once);
  });

  it("does not depend on the order of strata, and leaves out places where only one arm delivers", () => {
    const a = stratum({ age: 1, newEvents: 2, baseEvents: 21 });
    const b = stratum({ label: "n2", newEvents: 5 });
    const lone = stratum({ label: "n3", baseDelivered: 0, baseEvents: 0, newEvents: 80 });
    const one = advanceGuard(learnt(), day(0, stratum(), a, b, lone));
    const other = advanceGuard(learnt(), day(0, lone, b, a, stratum()));
    expect(judgeGuard(other).evidence).toBeCloseTo(judgeGuard(one).evidence, 10);
    expect(one).toMatchObject({ unmatched: 300, events: 10 });
  });

  it("stays finite at a million deliveries without an event, and at more events than deliveries", () => {
    for (const more of [
      { newDelivered: 1e6, newEvents: 0, baseDelivered: 1e6, baseEvents: 0 },
      { newDelivered: 10, newEvents: 400 },
    ]) {
      const { evidence, ratio, interval } = judgeGuard(run(learnt(), 30, 0, more));
      expect(Number.isFinite(evidence)).toBe(true);
      expect(ratio).toBeGreaterThan(0);
      expect(interval![0]).toBeLessThanOrEqual(ratio!);
    }
  });
});
