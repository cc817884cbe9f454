import type { AgeCount, DelayCurve } from "./delay-curve.ts";
import { assumedDelays } from "./delay-curve.ts";
import { newSpikeState, type SpikeState } from "./spike-state.ts";

/** The negative signals that are watched on a number. */
export const watchedSignals = ["block", "report", "opt_out", "suspected_block"] as const;
export type WatchedSignal = (typeof watchedSignals)[number];
/**
 * What somebody told of: sums and budgets count these. Suspected blocks are concluded, and how many there are rises when enough has become
 * known to suspect at all, without anybody blocking more.
 */
export const toldSignals = ["block", "report", "opt_out"] as const satisfies readonly WatchedSignal[];
/** Its streams: each signal, and the weighted sum of those that were told. */
export const streamKinds = [...watchedSignals, "negative"] as const;
export type StreamKind = (typeof streamKinds)[number];

/** What a number sent and what came back on one day of UTC. */
export interface NumberDay {
  readonly exposures: number;
  readonly signals: Readonly<Record<WatchedSignal, number>>;
  /** The same signals by age in whole days from the message they answer, 0 to 13; without those of unknown age. */
  readonly byAge: Readonly<Record<WatchedSignal, readonly number[]>>;
}
/** By day since 1970. A day that is not in it had neither. */
export type NumberSeries = ReadonlyMap<number, NumberDay>;

/** Where the watch of one stream stands at the end of a day. Safe as JSON; its size does not grow with history. */
export interface StreamStand {
  readonly watch: SpikeState;
  /** When feedback comes, reckoned from the 56 days before `curveDay`. */
  readonly curve: DelayCurve;
  readonly curveDay: number;
  /** Divisor of the weighted sum; null until its first bucket is judged. */
  readonly scale: number | null;
  /** Of suspected blocks: whether there has been one. Before, nobody could be suspected, and a day without any says nothing. */
  readonly begun: boolean;
  /** Signals until then, which the divisor rests on. */
  readonly learnt: Readonly<Record<WatchedSignal, number>>;
}

/** A stream before its first day. */
export function newStand(): StreamStand {
  return {
    watch: newSpikeState(),
    curve: assumedDelays,
    curveDay: -1,
    scale: null,
    begun: false,
    learnt: { block: 0, report: 0, opt_out: 0, suspected_block: 0 },
  };
}

/** Late facts are mostly younger than this: stands of so many days are kept beside the newest, so as to begin again from. */
export const youngDays = 3;
/** Every four weeks curves are reckoned anew and a stand is kept. */
export const epochDays = 28;
export const curveDays = 56;
/** Ages of feedback that count, in days; the curve has one share for each. */
export const agesWatched = assumedDelays.byAge.length;

export const epochOf = (day: number) => day - (((day % epochDays) + epochDays) % epochDays);

/** The first day whose counts are needed to judge `from` and the days after it until `through`. */
export function earliestNeeded(stand: StreamStand | null, from: number, through: number): number {
  const isNewEpoch = stand === null || epochOf(through) !== stand.curveDay;
  const back = isNewEpoch ? Math.min(from, epochOf(from) - curveDays) : from;
  return back - agesWatched;
}

/** Events by age in the 56 days before an epoch, and the deliveries that were watched through that age. */
export function ageCounts(
  series: NumberSeries,
  signals: readonly WatchedSignal[],
  epoch: number,
): AgeCount[] {
  return Array.from({ length: agesWatched }, (_, age) => {
    let events = 0;
    let deliveries = 0;
    for (let day = epoch - curveDays; day < epoch; day += 1) {
      for (const signal of signals) events += series.get(day)?.byAge[signal][age] ?? 0;
      deliveries += series.get(day - age)?.exposures ?? 0;
    }
    return { events, deliveries };
  });
}
