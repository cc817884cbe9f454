/** How much looking at a day before it is over adds to false alarms. */
import type { Bucket } from "../core/detection/clean-window.ts";
import { dailySpikes, openDaySettings } from "../core/detection/spike-settings.ts";
import { newSpikeState } from "../core/detection/spike-state.ts";
import { learnBucket, watchBucket } from "../core/detection/watch-bucket.ts";
import type { Random } from "../sandbox/seeded-random.ts";
const openDay = openDaySettings(dailySpikes);

/** Watches a stream as the product does: each day is looked at `looks` times before it is over, and once as a whole. Is there an alarm? */
export function alarmsWhileLooking(buckets: readonly Bucket[], looks: number, random: Random): boolean {
  let state = newSpikeState();
  for (const bucket of buckets) {
    if (bucket.at < 0) {
      state = learnBucket(state, bucket, dailySpikes);
      continue;
    }
    const times = Array.from({ length: bucket.events }, () => random());
    for (let look = 1; look <= looks; look += 1) {
      const until = look / (looks + 1);
      const events = times.filter((time) => time < until).length;
      const part = { ...bucket, exposure: bucket.exposure * until, events };
      if (watchBucket(state, part, openDay).verdict === "spike-called") return true;
    }
    const watched = watchBucket(state, bucket, dailySpikes);
    state = watched.state;
    if (watched.verdict === "spike-called") return true;
  }
  return false;
}
