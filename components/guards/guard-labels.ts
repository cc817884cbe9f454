import type { LaunchGuardDto } from "@/lib/contracts/launch-guards.ts";

export const streamLabels: Readonly<Record<LaunchGuardDto["signal"], string>> = {
  negative: "All negative signals, weighted",
  block: "Blocks",
  report: "Reports",
  opt_out: "Opt-outs",
  suspected_block: "Suspected blocks (inferred)",
};

export const timesText = (ratio: number): string =>
  `${ratio >= 10 ? ratio.toFixed(0) : ratio >= 2 ? ratio.toFixed(1) : ratio.toFixed(2)}×`;

/** A lower limit under this is none. */
const least = 0.05;

/** "1.8× to 5.2×", "at least 1.8×", "at most 5.2×". */
export function intervalText([low, high]: NonNullable<LaunchGuardDto["interval"]>): string {
  if (high === null) return low < least ? "it may be anything" : `at least ${timesText(low)}`;
  return low < least ? `at most ${timesText(high)}` : `${timesText(low)} to ${timesText(high)}`;
}

export const countText = (count: number): string =>
  (count >= 10 ? Math.round(count) : Math.round(count * 10) / 10).toLocaleString("en-US");

const order = ["harmful", "undecided", "safe"] as const;

/** What asks for an act first, then what is open; within a verdict the newest launch. */
export function byUrgency(guards: readonly LaunchGuardDto[]): LaunchGuardDto[] {
  return guards.toSorted((a, b) => order.indexOf(a.verdict) - order.indexOf(b.verdict));
}
