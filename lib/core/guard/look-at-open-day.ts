import { streamKinds, type StreamKind } from "../detection/stream-stand.ts";
import { advanceGuard } from "./advance-guard.ts";
import { usualGuard, type GuardSettings } from "./guard-settings.ts";
import type { GuardState, GuardStratum } from "./guard-state.ts";
import {
  isHarmful,
  judgeLaunch,
  judgeStreams,
  type GuardJudgements,
  type LaunchVerdict,
} from "./judge-launch.ts";
import { followLevels, matchArms, type ArmCounts, type LevelsInUse } from "./match-arms.ts";
import { looksAcross, type LaunchStand } from "./watch-launch.ts";

/** A day that is not over is looked at many times: the bar stands so much higher (found by simulation, docs/statistics.md). */
export const openDayBar = 1;

/** What a day that is not over shows already. */
export interface OpenDayLook {
  readonly verdict: LaunchVerdict;
  readonly judged: GuardJudgements;
  readonly levels: LevelsInUse;
}

/**
 * Looks at the day under way, on top of all days before. It may call a launch harmful, and nothing else: a morning without complaints makes
 * nobody safe. Nothing of it is kept: the day is judged once it is over.
 *
 * @param stand at the end of the day before. @param elapsed the part of the day that is over, above 0 and at most 1.
 */
export function lookAtOpenDay(
  stand: LaunchStand,
  elapsed: number,
  arms: ArmCounts,
  settings: GuardSettings = usualGuard,
): OpenDayLook {
  const day = stand.day + 1;
  const levels = followLevels(stand.levels, day, arms.sent(day));
  const strata = matchArms(day, arms, levels, stand.scale);
  const streams = Object.fromEntries(
    streamKinds.map((kind) => [
      kind,
      advanceGuard(stand.streams[kind], { at: day, strata: strata[kind].map(soFar) }, settings),
    ]),
  ) as Record<StreamKind, GuardState>;
  const judged = judgeStreams(streams, settings);
  const isAcross = looksAcross(levels);
  const isBad = isHarmful(judged, isAcross, { ...settings, bar: settings.bar + openDayBar });
  const verdict = judgeLaunch(judged, stand.harmfulSince ?? (isBad ? day : null), isAcross, settings);
  return {
    judged,
    levels,
    verdict: verdict.verdict === "safe" ? { ...verdict, verdict: "undecided", lack: "not-clear" } : verdict,
  };

  /** What was sent on days before has had only a part of this day to answer in. */
  function soFar(stratum: GuardStratum): GuardStratum {
    if (stratum.age === 0) return stratum;
    const { newDelivered, baseDelivered } = stratum;
    return { ...stratum, newDelivered: newDelivered * elapsed, baseDelivered: baseDelivered * elapsed };
  }
}
