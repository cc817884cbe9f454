import type { Bucket } from "../core/detection/clean-window.ts";
import { dailySpikes } from "../core/detection/spike-settings.ts";
import { newSpikeState } from "../core/detection/spike-state.ts";
import { learnBucket, watchBucket } from "../core/detection/watch-bucket.ts";
import { seededRandom } from "../sandbox/seeded-random.ts";
import { drawStream } from "./detection-streams.ts";
import { atMost, type Figure, quantile } from "./figure.ts";

/** One new bucket for 1,000 numbers with three signals each, after 145 days of history. */
export function benchSpikeRound(): Promise<Figure[]> {
  const random = seededRandom(3);
  const streams = Array.from({ length: 3_000 }, (_, index) => {
    const buckets = drawStream(
      {
        eventsPerDay: [2, 10, 80][index % 3] ?? 10,
        ratePerDelivery: 0.005,
        overdispersion: 0.05,
        weekdaySpread: 0.15,
        drift: 1,
        rateRatio: 1,
        changeDay: null,
        gaps: 0,
      },
      random,
    );
    return { state: buckets.slice(0, -12).reduce(takeIn, newSpikeState()), rest: buckets.slice(-12) };
  });
  const rounds: number[] = [];
  for (let round = 0; round < 12; round += 1) {
    const began = performance.now();
    for (const stream of streams) {
      const bucket = stream.rest[round];
      if (bucket) stream.state = watchBucket(stream.state, bucket, dailySpikes).state;
    }
    rounds.push(performance.now() - began);
  }
  const detail = `median of 12 rounds, slowest ${Math.max(...rounds).toFixed(0)} ms`;
  return Promise.resolve([
    atMost("spikes: one new bucket, 3,000 streams", quantile(rounds, 0.5), "ms", 200, detail),
  ]);
}

function takeIn(state: ReturnType<typeof newSpikeState>, bucket: Bucket) {
  // The first judged bucket fits the day noise once; the rest of the history needs no judging here.
  return bucket.at < 75
    ? learnBucket(state, bucket, dailySpikes)
    : watchBucket(state, bucket, dailySpikes).state;
}
