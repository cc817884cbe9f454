import { logRatio } from "./count-likelihood.ts";
import type { JudgedBucket } from "./locate-rise.ts";
import { evenWeights, advance, mixed } from "./rise-statistic.ts";
import { alarmThreshold, remembered, type SpikeSettings } from "./spike-settings.ts";
import type { OpenSpike } from "./spike-state.ts";

/** How far down the rate may have come, as a share of the way back in logarithms. */
const waysBack = [0.4, 0.6, 0.8, 1];

/**
 * Has a rise ended? The same statistic as for its beginning, turned round: the raised level is now what is expected, and a fall of at
 * least 40 % of the way back is looked for, at the same level. The size is measured anew over the buckets so far, without the newest
 * `lag`, so that the fall itself does not shrink what it is compared with.
 */
export function endOfRise(
  open: OpenSpike,
  before: readonly JudgedBucket[],
  now: JudgedBucket,
  settings: SpikeSettings,
): {
  falling: number[];
  endedAt: number | null;
  size: Pick<OpenSpike, "ratio" | "ratioInterval">;
} {
  const settled = before.length > settings.lag ? before.slice(0, -settings.lag) : before.slice(0, 1);
  const size = sizeOf(settled, open);
  const { ratio } = size;
  const falls = waysBack.map((share) => ratio ** -share);
  const raised = {
    events: now.events,
    mean: now.mean * ratio,
    shape: 1 / (now.spread + 1 / Math.max(1, events(settled))),
  };
  const step = advance(open.falling, falls, raised, 1 / remembered(settings));
  const evidence = mixed(step.sums, evenWeights(falls.length));
  if (evidence < alarmThreshold(settings)) return { falling: step.carried, endedAt: null, size };
  // The last raised bucket: behind it, the fall explains the counts best.
  const all = [...before, now];
  let sum = 0;
  let best = 0;
  let first = all.length - 1;
  for (let index = all.length - 1; index > 0; index -= 1) {
    const bucket = all[index];
    if (bucket === undefined) break;
    sum += logRatio(1 / ratio, bucket.events, bucket.mean * ratio, 1 / bucket.spread);
    if (sum >= best) {
      best = sum;
      first = index;
    }
  }
  const raisedBuckets = all.slice(0, Math.max(1, first));
  // Measured once more over the spike itself: the buckets since its end have pulled the size down while the end was not yet seen.
  return { falling: [], endedAt: raisedBuckets.at(-1)?.at ?? now.at, size: sizeOf(raisedBuckets, open) };
}

/** Events against expectation since the start, with an interval for chance and day-to-day noise. */
function sizeOf(
  buckets: readonly JudgedBucket[],
  open: OpenSpike,
): Pick<OpenSpike, "ratio" | "ratioInterval"> {
  if (buckets.length < 4) return { ratio: open.ratio, ratioInterval: open.ratioInterval };
  let seen = 0.5;
  let due = 0;
  let information = 0.5;
  for (const bucket of buckets) {
    const weight = 1 / (1 + bucket.spread * bucket.mean * open.ratio);
    seen += weight * bucket.events;
    due += weight * bucket.mean;
    information += weight * bucket.events;
  }
  if (due <= 0) return { ratio: open.ratio, ratioInterval: open.ratioInterval };
  const ratio = Math.max(1.05, seen / due);
  const half = 1.96 / Math.sqrt(information);
  return { ratio, ratioInterval: [ratio * Math.exp(-half), ratio * Math.exp(half)] };
}

function events(buckets: readonly JudgedBucket[]): number {
  return buckets.reduce((sum, bucket) => sum + bucket.events, 0);
}
