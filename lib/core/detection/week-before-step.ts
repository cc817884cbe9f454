import { dayNoiseEvidence, meanDayNoise } from "./day-noise.ts";
import { delayCurve } from "./delay-curve.ts";
import { fitExpectedEvents } from "./expected-events.ts";
import { ratingStepWindow, type RatingStepWindow } from "./rating-step-window.ts";
import type { SpikeSettings } from "./spike-settings.ts";
import { signalsOf, streamBucket } from "./stream-bucket.ts";
import {
  ageCounts,
  agesWatched,
  curveDays,
  watchedSignals,
  type NumberSeries,
  type StreamKind,
} from "./stream-stand.ts";
import { weightScale } from "./weighted-signal.ts";

const windowDays = 7;

/** The first day whose counts are needed for a step on this day. */
export function neededForStep(stepDay: number, settings: SpikeSettings): number {
  return stepDay - windowDays - Math.max(settings.window, curveDays) - agesWatched;
}

/**
 * What the week before a change of the rating looked like for one signal, or for the weighted sum, against the days before that week.
 * Days of spikes are no measure of what is usual and are left out.
 *
 * @param isSpike whether a spike of this signal was going on that day.
 * @returns null with fewer days to compare with than a stream is learnt from, or without any event in them.
 */
export function weekBeforeStep(
  kind: StreamKind,
  series: NumberSeries,
  stepDay: number,
  settings: SpikeSettings,
  isSpike: (day: number) => boolean,
): RatingStepWindow | null {
  const first = stepDay - windowDays;
  const clean = Array.from({ length: settings.window }, (_, back) => first - settings.window + back).filter(
    (day) => !isSpike(day),
  );
  const learnt = Object.fromEntries(
    watchedSignals.map((signal) => [
      signal,
      clean.reduce((sum, day) => sum + (series.get(day)?.signals[signal] ?? 0), 0),
    ]),
  );
  const basis = {
    curve: delayCurve(ageCounts(series, signalsOf(kind), first)),
    scale: kind === "negative" ? weightScale(learnt) : null,
  };
  const bucketOf = (day: number) => streamBucket(kind, series, day, basis);
  const begins = kind === "suspected_block" ? clean.find((day) => bucketOf(day).events > 0) : clean[0];
  const before = clean
    .filter((day) => begins !== undefined && day >= begins)
    .map(bucketOf)
    .filter(({ exposure }) => exposure > 0);
  if (before.length < settings.warmUp || before.every(({ events }) => events === 0)) return null;
  const dayNoise = meanDayNoise(dayNoiseEvidence(before, settings));
  const fit = fitExpectedEvents(before, dayNoise, settings, Math.max(0, before.length - settings.driftLag));
  const week = Array.from({ length: windowDays }, (_, index) => bucketOf(first + index));
  return ratingStepWindow(stepDay, week, fit, dayNoise);
}
