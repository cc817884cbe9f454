import { expect, it } from "vitest";
import { dailySpikes } from "./spike-settings.ts";
import type { NumberDay, NumberSeries, StreamKind } from "./stream-stand.ts";
import { watchStream } from "./watch-stream.ts";

/** Days from 20,000 on: 1,000 messages each, with so many blocks and suspected blocks. */
function daysOf(...days: readonly (readonly [blocks: number, suspected: number])[]): NumberSeries {
  const byAge = { block: [], report: [], opt_out: [], suspected_block: [] };
  return new Map(
    days.map(([block, suspected_block], index): [number, NumberDay] => [
      20_000 + index,
      { exposures: 1_000, signals: { block, report: 0, opt_out: 0, suspected_block }, byAge },
    ]),
  );
}
const times = (count: number, blocks: number, suspected: number) =>
  Array.from({ length: count }, (_, index) => [blocks + (index % 3), suspected] as const);

function calledOn(kind: StreamKind, series: NumberSeries): number[] {
  const days = { from: 20_000, through: 20_000 + series.size - 1, hasOpenDay: false };
  return watchStream(kind, null, series, days, dailySpikes).spikes.map(({ calledDay }) => calledDay - 20_000);
}

it("does not take it for a rise that suspected blocks begin to be concluded", () => {
  const begins = [...times(60, 8, 0), ...times(20, 8, 12)];
  expect(calledOn("suspected_block", daysOf(...begins))).toEqual([]);
  expect(calledOn("negative", daysOf(...begins)), "nor does their sum with what was told").toEqual([]);
});

it("calls a rise of suspected blocks when it has been learnt how many are usual", () => {
  const [called] = calledOn(
    "suspected_block",
    daysOf(...times(30, 8, 0), ...times(40, 8, 4), ...times(6, 8, 30)),
  );
  // From day 70 on; 28 days are for learning.
  expect(called).toBeGreaterThanOrEqual(70);
  expect(called).toBeLessThan(73);
});

it("calls a rise of what was told in the sum too", () => {
  expect(calledOn("negative", daysOf(...times(50, 8, 0), ...times(4, 30, 0)))).toHaveLength(1);
});
