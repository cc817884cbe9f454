import {
  agesWatched,
  streamKinds,
  toldSignals,
  type StreamKind,
  type WatchedSignal,
} from "../detection/stream-stand.ts";
import { weightScale } from "../detection/weighted-signal.ts";
import { advanceGuard } from "./advance-guard.ts";
import { usualGuard, type GuardSettings } from "./guard-settings.ts";
import { newGuardState, type GuardState } from "./guard-state.ts";
import {
  isHarmful,
  judgeLaunch,
  judgeStreams,
  type GuardJudgements,
  type GuardStreams,
  type LaunchVerdict,
} from "./judge-launch.ts";
import { followLevels, matchArms, type ArmCounts, type LevelsInUse } from "./match-arms.ts";
import { acrossNumbers } from "./match-level.ts";

/** So many days before its first message the watch learns what the others' contacts do. */
const learningDays = 28;
/** The first day whose counts the watch over a launch from `startDay` asks for. */
export const earliestAsked = (startDay: number) => startDay - learningDays - agesWatched;

/** Where the watch over one launch stands at the end of a day. Safe as JSON; its size does not grow with its age. */
export interface LaunchStand {
  readonly method: "launch-1";
  /** The last day taken in, since 1970. */
  readonly day: number;
  readonly levels: LevelsInUse;
  /** Divisor of the weighted sum, from the others' signals before the launch. */
  readonly scale: number;
  readonly streams: GuardStreams;
  readonly harmfulSince: number | null;
  /** The day of the verdict that holds, and what it is. */
  readonly verdict: LaunchVerdict["verdict"];
  readonly verdictSince: number;
}

/** A day of the watch as it is shown. */
export interface LaunchDay {
  readonly day: number;
  readonly verdict: LaunchVerdict;
  readonly verdictSince: number;
  readonly judged: GuardJudgements;
}

export interface LaunchRun {
  /** After each day, in order. */
  readonly stands: readonly LaunchStand[];
  readonly days: readonly LaunchDay[];
}

/**
 * Judges the days of a launch one after the other, from the one after `stand` (or the launch's first) through `throughDay`. The same counts give the same
 * stands, wherever one begins.
 *
 * @param startDay the first day on which a contact of the method was written to.
 */
export function watchLaunch(
  stand: LaunchStand | null,
  days: { readonly startDay: number; readonly throughDay: number },
  arms: ArmCounts,
  settings: GuardSettings = usualGuard,
): LaunchRun {
  let now = stand ?? beforeLaunch(days.startDay, arms, settings);
  const stands: LaunchStand[] = [];
  const shown: LaunchDay[] = [];
  for (let day = now.day + 1; day <= days.throughDay; day += 1) {
    const levels = followLevels(now.levels, day, arms.sent(day));
    const strata = matchArms(day, arms, levels, now.scale);
    const before = now.streams;
    const streams = forStreams((kind) =>
      rounded(advanceGuard(before[kind], { at: day, strata: strata[kind] }, settings)),
    );
    const judged = judgeStreams(streams, settings);
    const isAcross = looksAcross(levels);
    const harmfulSince = now.harmfulSince ?? (isHarmful(judged, isAcross, settings) ? day : null);
    const verdict = judgeLaunch(judged, harmfulSince, isAcross, settings);
    const verdictSince = verdict.verdict === now.verdict ? now.verdictSince : day;
    now = { ...now, day, levels, streams, harmfulSince, verdict: verdict.verdict, verdictSince };
    stands.push(now);
    shown.push({ day, verdict, verdictSince, judged });
  }
  return { stands, days: shown };
}

/** Where a watch stands before its first day. */
export function beforeLaunch(startDay: number, arms: ArmCounts, settings: GuardSettings): LaunchStand {
  const levels = followLevels({}, startDay, arms.sent(startDay));
  const firstDay = startDay - learningDays;
  const scale = scaleOf(firstDay, startDay, arms, levels);
  let streams = forStreams(() => newGuardState());
  for (let day = firstDay; day < startDay; day += 1) {
    const strata = matchArms(day, onlyOthers(arms), levels, scale);
    const before = streams;
    streams = forStreams((kind) => advanceGuard(before[kind], { at: day, strata: strata[kind] }, settings));
  }
  return {
    ...{ method: "launch-1", day: startDay - 1, levels, scale, streams },
    ...{ harmfulSince: null, verdict: "undecided", verdictSince: startDay },
  };
}

/** Whether any of its numbers is held against other numbers. */
export const looksAcross = (levels: LevelsInUse) =>
  Object.values(levels).some((used) => (used.at(-1)?.[1] ?? 0) >= acrossNumbers);

/** Millionths are enough of a logarithm, and keep what is stored of a stand short. */
const rounded = (state: GuardState): GuardState => ({
  ...state,
  logs: state.logs.map((one) => Math.round(one * 1e6) / 1e6),
});

const forStreams = (make: (kind: StreamKind) => GuardStreams[StreamKind]): GuardStreams =>
  Object.fromEntries(streamKinds.map((kind) => [kind, make(kind)])) as Record<
    StreamKind,
    GuardStreams[StreamKind]
  >;

/** Before its launch a method has no contacts: what its sources brought until then is not its doing. */
const onlyOthers = (arms: ArmCounts): ArmCounts => ({
  sent: (day) => arms.sent(day).map((one) => ({ ...one, own: 0 })),
  came: (day) => arms.came(day).map((one) => ({ ...one, own: 0 })),
});

/** From the numbers that the method is written to from, before its first message. */
function scaleOf(from: number, to: number, arms: ArmCounts, levels: LevelsInUse): number {
  const learnt: Partial<Record<WatchedSignal, number>> = {};
  for (let day = from; day < to; day += 1) {
    for (const { place, signal, base } of arms.came(day)) {
      if (levels[place.number] !== undefined) learnt[signal] = (learnt[signal] ?? 0) + base;
    }
  }
  return weightScale(Object.fromEntries(toldSignals.map((signal) => [signal, learnt[signal] ?? 0])));
}
