import { describe, expect, it } from "vitest";
import type { NumberSeries } from "../detection/stream-stand.ts";
import { burnDown } from "./burn-down.ts";
import { budgetStanding, watchBudget, type BudgetStand, type SentDay } from "./watch-budget.ts";

/** Days from 20,020 on, each with 1,000 messages and so many blocks; null: nothing was sent. */
const first = 20_020;
function seriesOf(blocks: readonly (number | null)[]): NumberSeries {
  const none = { report: [], opt_out: [], suspected_block: [] };
  return new Map(
    blocks.flatMap((block, index) =>
      block === null
        ? []
        : [
            [
              first + index,
              {
                exposures: 1_000,
                signals: { block, report: 0, opt_out: 0, suspected_block: 0 },
                byAge: { block: [block], ...none },
              },
            ],
          ],
    ),
  );
}
const through = (blocks: readonly unknown[]) => first + blocks.length - 1;
function standAfter(blocks: readonly (number | null)[], allowedRate: number | null = null): BudgetStand {
  const days = { from: first, through: through(blocks) };
  return watchBudget(null, seriesOf(blocks), days, allowedRate).at(-1)!.stand;
}
const times = (count: number, value: number | null) => new Array<number | null>(count).fill(value);

describe("watchBudget", () => {
  it("gives the same from where it stood, through JSON, as from the first day", () => {
    const blocks = [...times(50, 8), ...times(9, 40), ...times(30, 8)];
    const half = watchBudget(null, seriesOf(blocks), { from: first, through: first + 52 }, null);
    const stood = JSON.parse(JSON.stringify(half.at(-1)!.stand)) as BudgetStand;
    const days = { from: first + 53, through: through(blocks) };
    expect(watchBudget(stood, seriesOf(blocks), days, null).at(-1)!.stand).toEqual(standAfter(blocks));
  });

  it("holds the own rate while a burn goes on: 120 bad days do not become what is allowed", () => {
    const before = standAfter(times(70, 8)).own!.rate;
    const after = standAfter([...times(70, 8), ...times(120, 24)]);
    expect(after.own!.rate / before).toBeGreaterThan(0.9);
    expect(after.own!.rate / before).toBeLessThan(1.05);
    expect(budgetStanding(after, first + 189, null).burn).not.toBe("none");
  });

  it("has a first budget after four weeks, and keeps its size whatever the history", () => {
    expect(standAfter(times(27, 8)).own).toBeNull();
    expect(standAfter(times(29, 8)).own).not.toBeNull();
    const size = (blocks: number) => JSON.stringify(standAfter(times(blocks, 8))).length;
    expect(size(400)).toBeLessThan(1.2 * size(60));
  });

  it("follows what the user allows from the first day on, and forgets a burn after 30 silent days", () => {
    const burning = [...times(20, 20)];
    expect(budgetStanding(standAfter(burning, 0.005), through(burning), 0.005)).toMatchObject({
      budget: { allowedRate: 0.005, from: "set-by-user" },
      burn: "fast",
    });
    const silent = [...burning, ...times(50, null)];
    expect(budgetStanding(standAfter(silent, 0.005), through(silent), 0.005)).toMatchObject({
      ...{ use: null, burn: "none", since: null, messages: 0 },
    });
  });
});

describe("burnDown", () => {
  const budget = { allowedRate: 0.01, from: "set-by-user" } as const;
  const days = (...messages: number[]): SentDay[] =>
    messages.map((sent, index) => ({ at: 71 + index, messages: sent, exposure: sent, events: sent / 100 }));

  it("goes from the whole to what is left, and shows days without messages as they are", () => {
    const shown = burnDown(budget, days(100, 300), 100, 0);
    expect(shown).toHaveLength(30);
    expect(shown[0]).toEqual({ at: 71, messages: 100, events: 1, left: 0.75, even: 0.75 });
    expect(shown[1]).toMatchObject({ left: 0, even: 0 });
    expect(shown.at(-1)).toEqual({ at: 100, messages: 0, events: 0, left: 0, even: 0 });
    expect(burnDown(budget, [], 100, 0)).toEqual([]);
  });

  it("never lets two shown days differ by a group that is too small", () => {
    const sent = [5, 5, 5, 30, 3, 25, 4, 4, 21, 2, 1];
    const shown = burnDown(budget, days(...sent), 100, 20);
    const points = shown.flatMap(({ at, even }) => (even === null ? [] : [{ at, even }]));
    const total = sent.reduce((sum, one) => sum + one, 0);
    let before = 1;
    for (const { even } of points) {
      const between = Math.round((before - even) * total);
      if (between > 0) expect(between).toBeGreaterThanOrEqual(20);
      before = even;
    }
    expect(before).toBe(0);
    // Own counts stand only where a day is a group by itself.
    expect(shown.flatMap(({ messages }) => (messages === null || messages === 0 ? [] : [messages]))).toEqual(
      [],
    );
    expect(burnDown(budget, days(...sent, 40), 100, 20).find(({ at }) => at === 82)?.messages).toBeNull();
    expect(
      burnDown(budget, days(40, 50), 100, 20)
        .slice(0, 2)
        .map(({ messages }) => messages),
    ).toEqual([40, 50]);
  });
});
