import { describe, expect, it } from "vitest";
import { seededRandom } from "../../sandbox/seeded-random.ts";
import { drawBudgets, drawOwnBudgets } from "../../bench/budget-calls.ts";
import { budgetWords } from "./budget-words.ts";
import { advanceBurn, type BurnState, newBurnState } from "./burn-evidence.ts";
import { budgetFromHistory, budgetUse, type QualityBudget } from "./quality-budget.ts";

const budget: QualityBudget = { allowedRate: 0.01, from: "set-by-user" };

function days(...events: number[]) {
  return events.map((count, at) => ({ at, exposure: 1000, events: count }));
}

function burnAll(events: readonly number[], from: BurnState = newBurnState()) {
  let state = from;
  return days(...events).map((day) => {
    const burning = advanceBurn(state, day, budget);
    state = burning.state;
    return burning;
  });
}

describe("budgetFromHistory", () => {
  it("allows a quarter more than usual, and knows nothing of a short or silent history", () => {
    // 28 days of 8 in 1,000: 0.8 % and a quarter make 1 %.
    const usual = { days: 28, exposure: 28_000, events: 28 * 8 };
    expect(budgetFromHistory(usual)?.allowedRate).toBeCloseTo(0.01, 12);
    expect(budgetFromHistory({ ...usual, days: 27 })).toBeNull();
    expect(budgetFromHistory({ ...usual, events: 19 })).toBeNull();
  });
});

describe("budgetUse", () => {
  it("counts the last 30 days only, with an interval", () => {
    const history = days(...new Array<number>(10).fill(500), ...new Array<number>(30).fill(5));
    const use = budgetUse(budget, history, 39, 0);
    expect(use).toMatchObject({ events: 150, exposure: 30_000, allowed: 300, used: 0.5, pace: 0.5 });
    // Garwood for 150 events: 126.96 to 176.02 (R: poisson.test(150)).
    expect(use!.usedInterval[0]).toBeCloseTo(126.96 / 300, 3);
    expect(use!.usedInterval[1]).toBeCloseTo(176.02 / 300, 3);
    const noisy = budgetUse(budget, history, 39, 0.1)!;
    expect(noisy.usedInterval[1]).toBeGreaterThan(use!.usedInterval[1]);
  });

  it("takes 30 days without a message for unknown, not for a budget well kept", () => {
    expect(budgetUse(budget, [], 39, 0.1)).toBeNull();
    expect(budgetUse(budget, days(5), 39, 0.1)).toBeNull();
    expect(budgetWords("This number", null, "none")).toEqual([
      "This number sent nothing in the last 30 days, so no budget was used.",
    ]);
  });
});

describe("advanceBurn", () => {
  it("calls a slow burn at twice the allowed rate and a fast one at six times, and sees both end", () => {
    const slow = burnAll([...new Array<number>(30).fill(20), ...new Array<number>(20).fill(8)]);
    expect(slow.flatMap(({ changed }) => changed)).toEqual(["slow-called", "slow-ended"]);
    const fast = burnAll([...new Array<number>(15).fill(70), ...new Array<number>(25).fill(8)]);
    const changes = fast.flatMap(({ changed }) => changed);
    expect(changes.filter((change) => change.startsWith("fast"))).toEqual(["fast-called", "fast-ended"]);
    expect(fast[14]?.burn).toBe("fast");
    expect(fast.at(-1)?.burn).toBe("none");
  });

  it("takes a day in once, a gap for nothing, and survives JSON", () => {
    const events = [20, 25, 18, 30];
    const last = burnAll(events).at(-1)!.state;
    expect(advanceBurn(last, days(...events)[3]!, budget).state).toEqual(last);
    const gap = advanceBurn(last, { at: 4, exposure: 0, events: 0 }, budget).state;
    expect(gap).toEqual({ ...last, at: 4 });
    expect(JSON.parse(JSON.stringify(last))).toEqual(last);
  });
});

it("says what was used, what burns, and how long a budget lasts at this pace", () => {
  const use = budgetUse(budget, days(...new Array<number>(30).fill(40)), 29, 0)!;
  expect(budgetWords("This number", use, "fast")).toEqual([
    "This number has used 400 % of its quality budget of 30 days (378 % to 423 % with the luck of the days taken into account): 1200 blocks, reports and opt-outs where 300 are allowed.",
    "Fast burn: the rate is above twice the allowed one.",
    "At the pace of the last 7 days a whole budget lasts 7 days instead of 30.",
  ]);
});

/** The short form of `npm run calibrate`. */
it("calls falsely in at most one of 20 quarters at exactly the allowed rate, and finds twice of it", () => {
  const plan = { allowedPerDay: 10, overdispersion: 0.1, count: 150 };
  // 5 % of 150 is 7.5; more than 13 would happen in 2 % of runs at exactly 5 %.
  expect(150 * drawBudgets(seededRandom(61), { ...plan, pace: 1 }).either).toBeLessThan(14);
  expect(drawBudgets(seededRandom(62), { ...plan, pace: 2 }).slow.share).toBeGreaterThan(0.95);
}, 60_000);

it("hardly ever calls while a rate stays as it was learnt, and finds twice of it", () => {
  const plan = { eventsPerDay: 10, overdispersion: 0.1, count: 60 };
  // docs/statistics.md, "Quality budget": 0 of 1,000 and 150 of 150, on day 12 on average.
  expect(60 * drawOwnBudgets(seededRandom(63), { ...plan, ratio: 1 }).slow).toBeLessThan(3);
  const twice = drawOwnBudgets(seededRandom(64), { ...plan, ratio: 2 });
  expect(twice.slow).toBeGreaterThan(0.95);
  expect(twice.meanDay).toBeLessThan(18);
}, 60_000);
