import { expect, it } from "vitest";
import { planStretches } from "./plan-stretches.ts";

const days = (...counts: [number, number][]) => counts.map(([day, count]) => ({ day, count }));

it("looks first where the newest page lies, and leaves no counted day out", () => {
  const counts = days([100, 40], [90, 40], [89, 40], [10, 1]);
  expect(planStretches(counts, 51, null)).toEqual([
    { fromDay: 90, toDay: 101 },
    { fromDay: 10, toDay: 90 },
  ]);
});

it("adds up what several numbers have on one day, and passes over days that only another rule counts", () => {
  expect(planStretches(days([7, 30], [7, 30], [6, 0]), 51, null)).toEqual([{ fromDay: 7, toDay: 8 }]);
});

it("goes on behind a cursor without trusting the count of its day", () => {
  const counts = days([100, 500], [99, 60], [98, 60]);
  expect(planStretches(counts, 51, 99)).toEqual([{ fromDay: 98, toDay: 100 }]);
  expect(planStretches(counts, 51, 98)).toEqual([{ fromDay: 98, toDay: 99 }]);
});

it("has nowhere to look without counts", () => {
  expect(planStretches([], 51, null)).toEqual([]);
});
