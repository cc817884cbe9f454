import { describe, expect, it } from "vitest";
import { createUsageBudget } from "./usage-budget.ts";

const start = Date.UTC(2026, 9, 6, 9);
const minute = 60_000;

describe("createUsageBudget", () => {
  it("counts per account over a rolling hour", () => {
    let clock = start;
    const budget = createUsageBudget(200, () => clock);
    budget.count("a", 50);
    clock += 30 * minute;
    expect(budget.count("a", 50)).toMatchObject({ calls: 100, percent: 50, isLimited: false });
    expect(budget.read("b").calls).toBe(0);
    clock += 31 * minute;
    expect(budget.read("a").calls).toBe(50);
    expect(budget.totalCalls()).toBe(50);
  });

  it("says when there is room again, later when the caller goes on", () => {
    let clock = start;
    const budget = createUsageBudget(10, () => clock);
    budget.count("a", 6);
    clock += 20 * minute;
    // 11 calls: the six of minute 0 must age out, which they do when minute 61 begins.
    expect(budget.count("a", 5)).toMatchObject({ isLimited: true, minutesToRegainAccess: 41 });
    // Six more now: dropping the first six leaves eleven, so minute 20 must age out as well.
    expect(budget.count("a", 6)).toMatchObject({ isLimited: true, minutesToRegainAccess: 61 });
  });
});
