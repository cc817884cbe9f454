/** Seeded calibration of looks at a day that is not over: what they add to false alarms, and how much earlier harm is seen. */
import { advanceGuard } from "../core/guard/advance-guard.ts";
import { guardHorizon, usualGuard } from "../core/guard/guard-settings.ts";
import { newGuardState, type GuardStratum } from "../core/guard/guard-state.ts";
import { openDayBar } from "../core/guard/look-at-open-day.ts";
import { weighGuard } from "../core/guard/weigh-guard.ts";
import { seededRandom } from "../sandbox/seeded-random.ts";
import { drawLaunch, type LaunchPlan } from "./calibrate-launch.ts";
import { cohortDays } from "./detect-cohort.ts";

export interface OpenDayCalibration {
  /** Launches that were called harmful by days that were over, and their mean day (the first is 1). */
  readonly closed: number;
  readonly closedDay: number;
  /** The same with looks at the day under way. */
  readonly open: number;
  readonly openDay: number;
}

/** Parts of a day that are over when it is looked at. */
const looks = [0.08, 0.17, 0.33, 0.5, 0.67, 0.83];

export function measureOpenDays(seed: number, launches: number, plan: LaunchPlan): OpenDayCalibration {
  const found = { closed: 0, closedDays: 0, open: 0, openDays: 0 };
  for (let index = 0; index < launches; index += 1) {
    const { first, strataOn } = cohortDays(drawLaunch(seed * 100_003 + index, plan));
    const random = seededRandom(seed * 200_003 + index);
    let state = newGuardState();
    let early: number | null = null;
    for (let at = first; at < guardHorizon && state.harmfulSince === null; at += 1) {
      const strata = strataOn(at);
      for (const { part, soFar } of at < 0 || early !== null ? [] : lookAtDay(strata, random)) {
        const then = advanceGuard(state, { at, strata: soFar });
        const isHarmful =
          then.events >= usualGuard.leastEvents && weighGuard(then).evidence >= usualGuard.bar + openDayBar;
        if (isHarmful) early ??= at + part;
      }
      state = advanceGuard(state, { at, strata });
    }
    const closedDay = state.harmfulSince === null ? null : state.harmfulSince + 1;
    if (closedDay !== null)
      [found.closed, found.closedDays] = [found.closed + 1, found.closedDays + closedDay];
    const openDay = Math.min(early ?? Infinity, closedDay ?? Infinity);
    if (openDay < Infinity) [found.open, found.openDays] = [found.open + 1, found.openDays + openDay];
  }
  return {
    closed: found.closed / launches,
    closedDay: found.closedDays / Math.max(1, found.closed),
    open: found.open / launches,
    openDay: found.openDays / Math.max(1, found.open),
  };
}

/** Every event falls at a uniform moment of the day; a look has those so far, and the part of the messages that is due. */
function lookAtDay(strata: readonly GuardStratum[], random: () => number) {
  const moments = (count: number) => Array.from({ length: count }, random);
  const drawn = strata.map((one) => ({ own: moments(one.newEvents), base: moments(one.baseEvents) }));
  const until = (part: number, times: readonly number[] = []) => times.filter((time) => time < part).length;
  return looks.map((part) => ({
    part,
    soFar: strata.map((one, place) => ({
      ...one,
      newDelivered: one.newDelivered * part,
      baseDelivered: one.baseDelivered * part,
      newEvents: until(part, drawn[place]?.own),
      baseEvents: until(part, drawn[place]?.base),
    })),
  }));
}

const usual: LaunchPlan = { perDay: 300, basePerDay: 3_000, rate: 0.01, ratio: 1, omega: 0.1, decay: 0.65 };

export function calibrateOpenDays(seed: number, launches: number): void {
  const plans: Partial<LaunchPlan>[] = [
    { perDay: 100, basePerDay: 1_000 },
    {},
    { perDay: 1_000, basePerDay: 10_000, omega: 0.05 },
    ...[1.5, 2, 3].map((ratio) => ({ ratio, omega: 0.05 })),
  ];
  for (const plan of plans)
    console.log(JSON.stringify({ ...plan, ...measureOpenDays(seed, launches, { ...usual, ...plan }) }));
}
