/** Calibration of what is said about a called spike: size, start and end. Every stream rises on a day between 10 and 30 and comes back. */
import { dailySpikes, type SpikeSettings } from "../core/detection/spike-settings.ts";
import { newSpikeState } from "../core/detection/spike-state.ts";
import { learnBucket, type SpikeSeen, watchBucket } from "../core/detection/watch-bucket.ts";
import type { Random } from "../sandbox/seeded-random.ts";
import { drawStream } from "./detection-streams.ts";

const spikeDays = 21;

interface Story {
  readonly ratio: number;
  readonly change: number;
  readonly called: SpikeSeen;
  /** What was said seven buckets after the call, if the spike still went on then. */
  readonly later: SpikeSeen | null;
  readonly ended: SpikeSeen | null;
  /** The bucket at which the end was seen. */
  readonly endSeen: number | null;
}

/** Draws streams and keeps the first spike of each that is called while the rate is up. */
export function drawStories(
  random: Random,
  plan: { ratio: number; eventsPerDay: number; overdispersion: number; count: number },
  settings: SpikeSettings = dailySpikes,
): Story[] {
  const stories: Story[] = [];
  for (let index = 0; index < plan.count; index += 1) {
    const change = 10 + Math.floor(random() * 20);
    const buckets = drawStream(
      {
        eventsPerDay: plan.eventsPerDay,
        ratePerDelivery: 0.005,
        overdispersion: plan.overdispersion,
        weekdaySpread: 0.15,
        drift: 1,
        rateRatio: plan.ratio,
        changeDay: change,
        backDay: change + spikeDays,
        gaps: 0,
      },
      random,
    );
    let state = newSpikeState();
    let called: SpikeSeen | null = null;
    let later: SpikeSeen | null = null;
    let ended: SpikeSeen | null = null;
    let endSeen: number | null = null;
    for (const bucket of buckets) {
      if (bucket.at < 0) {
        state = learnBucket(state, bucket, settings);
        continue;
      }
      const watched = watchBucket(state, bucket, settings);
      state = watched.state;
      if (called === null) {
        if (watched.verdict !== "spike-called") continue;
        called = watched.spike;
        if (bucket.at < change || bucket.at >= change + spikeDays) break;
      } else if (watched.verdict === "spike-goes-on") {
        if (bucket.at === called.calledAt + 7 && bucket.at < change + spikeDays) later = watched.spike;
      } else if (watched.verdict === "spike-ended") {
        ended = watched.spike;
        endSeen = bucket.at;
        break;
      } else break;
    }
    if (called !== null && called.calledAt >= change && called.calledAt < change + spikeDays) {
      stories.push({ ratio: plan.ratio, change, called, later, ended, endSeen });
    }
  }
  return stories;
}

/** Shares, from 0 to 1, and means in buckets. */
export function scoreStories(stories: readonly Story[]) {
  const sizeHeld = (spike: SpikeSeen, { ratio }: Story) =>
    spike.ratioInterval[0] <= ratio && ratio <= spike.ratioInterval[1];
  const over = (of: readonly Story[], value: (story: Story) => number | boolean) =>
    of.reduce((sum, story) => sum + Number(value(story)), 0) / of.length;
  const later = stories.filter((story) => story.later !== null);
  const trueEnd = ({ change }: Story) => change + spikeDays - 1;
  const ended = stories.filter((story) => story.endSeen !== null && story.endSeen > trueEnd(story));
  return {
    called: stories.length,
    startHeld: over(
      stories,
      ({ called, change }) => called.startInterval[0] <= change && change <= called.startInterval[1],
    ),
    startWidth: over(stories, ({ called }) => called.startInterval[1] - called.startInterval[0] + 1),
    startBias: over(stories, ({ called, change }) => called.start - change),
    sizeAtCall: over(stories, (story) => sizeHeld(story.called, story)),
    ratioAtCall: Math.exp(over(stories, ({ called, ratio }) => Math.log(called.ratio / ratio))),
    lateCount: later.length,
    sizeAfter7: over(later, (story) => story.later !== null && sizeHeld(story.later, story)),
    ratioAfter7: Math.exp(over(later, ({ later: spike, ratio }) => Math.log((spike?.ratio ?? 1) / ratio))),
    sizeAtEnd: over(ended, (story) => story.ended !== null && sizeHeld(story.ended, story)),
    endedTooEarly: over(stories, (story) => story.endSeen !== null && story.endSeen <= trueEnd(story)),
    endSeen: ended.length / stories.length,
    endDelay: over(ended, (story) => (story.endSeen ?? 0) - trueEnd(story)),
    endOff: over(ended, (story) => Math.abs((story.ended?.endedAt ?? 0) - trueEnd(story))),
    endBias: over(ended, (story) => (story.ended?.endedAt ?? 0) - trueEnd(story)),
  };
}
