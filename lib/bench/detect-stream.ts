import type { Bucket } from "../core/detection/clean-window.ts";
import { dayNoiseEvidence, meanDayNoise } from "../core/detection/day-noise.ts";
import { dailySpikes, type SpikeSettings } from "../core/detection/spike-settings.ts";
import { newSpikeState } from "../core/detection/spike-state.ts";
import { learnBucket, watchBucket } from "../core/detection/watch-bucket.ts";

export interface Detected {
  readonly alarmDay: number | null;
  /** ln of the statistic when it alarmed, otherwise its largest value. */
  readonly log: number;
  readonly start: number | null;
  readonly startInterval: readonly [number, number] | null;
  /** From the clean history: events on a mean day, and relative day-to-day variance. */
  readonly eventsPerDay: number;
  readonly overdispersion: number;
}

/** The product's path for one stream: days before 0 are learnt as clean, the others are judged one after the other until the first alarm. */
export function detectStream(buckets: readonly Bucket[], settings: SpikeSettings = dailySpikes): Detected {
  let state = newSpikeState();
  for (const bucket of buckets) if (bucket.at < 0) state = learnBucket(state, bucket, settings);
  const history = state.window;
  const eventsPerDay = history.reduce((sum, { events }) => sum + events, 0) / Math.max(1, history.length);
  const overdispersion = meanDayNoise(dayNoiseEvidence(history, settings));
  let largest = -Infinity;
  for (const bucket of buckets) {
    if (bucket.at < 0) continue;
    const watched = watchBucket(state, bucket, settings);
    state = watched.state;
    largest = Math.max(largest, watched.evidence);
    if (watched.verdict === "spike-called" && watched.spike !== null) {
      const { start, startInterval } = watched.spike;
      return {
        alarmDay: bucket.at,
        log: watched.evidence,
        start,
        startInterval,
        eventsPerDay,
        overdispersion,
      };
    }
  }
  return { alarmDay: null, log: largest, start: null, startInterval: null, eventsPerDay, overdispersion };
}
