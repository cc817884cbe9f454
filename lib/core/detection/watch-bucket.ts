import { type Bucket, withBucket } from "./clean-window.ts";
import { logProbability } from "./count-likelihood.ts";
import { dayNoiseEvidence, dayNoiseGrid, meanDayNoise } from "./day-noise.ts";
import { type ExpectedEvents, expectationOf, fitExpectedEvents } from "./expected-events.ts";
import { endOfRise } from "./end-of-rise.ts";
import { type JudgedBucket, locateRise } from "./locate-rise.ts";
import { logSumExp } from "./log-sums.ts";
import { advance, mixed } from "./rise-statistic.ts";
import { alarmThreshold, remembered, type SpikeSettings } from "./spike-settings.ts";
import { newSpikeState, type OpenSpike, type SpikeState } from "./spike-state.ts";

/** What one bucket did to a stream. */
export interface Watched {
  readonly state: SpikeState;
  /** "learning" before the warm-up is over; "gap" when nothing was sent; "stale" for a bucket already taken in. */
  readonly verdict:
    "learning" | "gap" | "stale" | "quiet" | "spike-called" | "spike-goes-on" | "spike-ended" | "new-level";
  /** ln of the statistic (−Infinity: not judged), and what was expected of the bucket. */
  readonly evidence: number;
  readonly expected: number | null;
  readonly spike: SpikeSeen | null;
}

/** The spike that was called, goes on or ended with this bucket. */
export interface SpikeSeen extends Omit<OpenSpike, "buckets" | "falling"> {
  /** The last bucket of the spike; null while it goes on. */
  readonly endedAt: number | null;
  /** From `start` to `endedAt`, or to now: what was at risk, what happened, and what would have been usual. */
  readonly exposure: number;
  readonly events: number;
  readonly expected: number;
}

/** Takes in a bucket known to be clean, without judging it: history before monitoring starts. */
export function learnBucket(state: SpikeState, bucket: Bucket, settings: SpikeSettings): SpikeState {
  if (state.at !== null && bucket.at <= state.at) return state;
  if (!(bucket.exposure > 0)) return { ...state, at: bucket.at };
  return {
    ...state,
    at: bucket.at,
    window: withBucket(state.window, bucket, settings.window + settings.lag),
  };
}

/**
 * Judges one closed bucket of a stream: has the rate of events risen since some bucket before? May be called for every bucket as it
 * closes without inflating false alarms. Costs the same however long the history is.
 */
export function watchBucket(state: SpikeState, bucket: Bucket, settings: SpikeSettings): Watched {
  const untouched = { evidence: -Infinity, expected: null, spike: null };
  if (state.at !== null && bucket.at <= state.at) return { state, verdict: "stale", ...untouched };
  if (!(bucket.exposure > 0)) return { state: { ...state, at: bucket.at }, verdict: "gap", ...untouched };
  const started = state.dayNoise !== null;
  if (
    !started &&
    (state.window.length < settings.warmUp || state.window.every(({ events }) => events === 0))
  ) {
    return { state: learnBucket(state, bucket, settings), verdict: "learning", ...untouched };
  }
  const dayNoise = state.dayNoise ?? dayNoiseEvidence(state.window, settings);
  const fit = fitClean(state, dayNoise, settings);
  if (state.open !== null) return watchOpen({ ...state, dayNoise }, state.open, bucket, fit, settings);
  const { mean, uncertainty } = expectationOf(fit, bucket);
  const nextNoise: number[] = [];
  const carried: (readonly number[])[] = [];
  const byNoise: number[] = [];
  for (const [index, omega] of dayNoiseGrid.entries()) {
    const shape = 1 / (omega + uncertainty);
    const step = advance(
      state.carried[index] ?? [],
      settings.ratios,
      { events: bucket.events, mean, shape },
      1 / remembered(settings),
    );
    carried.push(step.carried);
    nextNoise.push((dayNoise[index] ?? -Infinity) + logProbability(bucket.events, mean, shape));
    byNoise.push(mixed(step.sums, settings.logWeights));
  }
  const total = logSumExp(nextNoise);
  const noise = nextNoise.map((value) => value - total);
  const evidence = logSumExp(byNoise.map((value, index) => value + (noise[index] ?? -Infinity)));
  const next: SpikeState = {
    ...state,
    at: bucket.at,
    window: withBucket(state.window, bucket, settings.window + settings.lag),
    dayNoise: noise,
    carried,
    judged: state.judged + 1,
  };
  const called = evidence >= alarmThreshold(settings) ? callSpike(next, fit, evidence, settings) : null;
  if (called === null) return { state: next, verdict: "quiet", evidence, expected: mean, spike: null };
  return {
    state: called.state,
    verdict: "spike-called",
    evidence,
    expected: mean,
    spike: shown(called.open, fit, null),
  };
}

/** The spike that goes on, as the buckets until now show it; null: there is none. */
export function openSpike(state: SpikeState, settings: SpikeSettings): SpikeSeen | null {
  if (state.open === null || state.dayNoise === null) return null;
  return shown(state.open, fitClean(state, state.dayNoise, settings), null);
}

/** What is usual, from the buckets that are no part of a spike. */
function fitClean(state: SpikeState, dayNoise: readonly number[], settings: SpikeSettings): ExpectedEvents {
  // The newest buckets may belong to a rise not yet seen. Those learnt as clean before the start are all used.
  const waiting = Math.min(settings.lag, state.judged);
  const usable = waiting === 0 ? state.window : state.window.slice(0, -waiting);
  const clean = usable.slice(-settings.window);
  // Nor may a rise not yet seen pass for a drift: the slope is fitted without more of the newest than the level.
  const slopeFrom = clean.length - Math.max(0, Math.min(settings.driftLag, state.judged) - waiting);
  return fitExpectedEvents(clean, meanDayNoise(dayNoise), settings, slopeFrom);
}

function callSpike(
  state: SpikeState,
  fit: ExpectedEvents,
  evidence: number,
  settings: SpikeSettings,
): { state: SpikeState; open: OpenSpike } | null {
  const recent = state.window.slice(-Math.min(state.judged, settings.horizon, state.window.length));
  const omega = meanDayNoise(state.dayNoise ?? []);
  const rise = locateRise(recent.map((bucket) => judged(bucket, fit, omega)));
  if (rise === null) return null;
  const buckets = recent.filter(({ at }) => at >= rise.start);
  if (buckets.reduce((sum, { events }) => sum + events, 0) < settings.fewestEvents) return null;
  const open: OpenSpike = { ...rise, calledAt: state.at ?? rise.start, evidence, buckets, falling: [] };
  const window = state.window.filter(({ at }) => at < rise.start);
  return { state: { ...state, window, carried: [], judged: 0, open }, open };
}

function watchOpen(
  state: SpikeState,
  open: OpenSpike,
  bucket: Bucket,
  fit: ExpectedEvents,
  settings: SpikeSettings,
): Watched {
  const omega = meanDayNoise(state.dayNoise ?? []);
  const expected = expectationOf(fit, bucket).mean;
  const before = open.buckets.map((item) => judged(item, fit, omega));
  const end = endOfRise(open, before, judged(bucket, fit, omega), settings);
  const buckets = [...open.buckets, bucket];
  const rest = { evidence: -Infinity, expected };
  if (end.endedAt !== null) {
    const endedAt = end.endedAt;
    const size = settings.window + settings.lag;
    const window = [...state.window, ...buckets.filter(({ at }) => at > endedAt)].slice(-size);
    const next: SpikeState = { ...state, at: bucket.at, window, open: null, judged: 0, carried: [] };
    return {
      state: next,
      verdict: "spike-ended",
      ...rest,
      spike: shown({ ...open, ...end.size, buckets }, fit, endedAt),
    };
  }
  if (buckets.length >= settings.longest) {
    // What has lasted this long is how things are now. What is learnt from here on starts with it.
    const next: SpikeState = { ...newSpikeState(), at: bucket.at, window: buckets, judged: 0 };
    return {
      state: next,
      verdict: "new-level",
      ...rest,
      spike: shown({ ...open, ...end.size, buckets }, fit, bucket.at),
    };
  }
  const still: OpenSpike = { ...open, ...end.size, buckets, falling: end.falling };
  return {
    state: { ...state, at: bucket.at, open: still },
    verdict: "spike-goes-on",
    ...rest,
    spike: shown(still, fit, null),
  };
}

function judged(bucket: Bucket, fit: ExpectedEvents, omega: number): JudgedBucket {
  const { mean, uncertainty } = expectationOf(fit, bucket);
  return { at: bucket.at, events: bucket.events, mean, spread: omega + uncertainty };
}

function shown(open: OpenSpike, fit: ExpectedEvents, endedAt: number | null): SpikeSeen {
  const { start, startInterval, ratio, ratioInterval, calledAt, evidence } = open;
  let [exposure, events, expected] = [0, 0, 0];
  for (const bucket of open.buckets) {
    if (endedAt !== null && bucket.at > endedAt) continue;
    exposure += bucket.exposure;
    events += bucket.events;
    expected += expectationOf(fit, bucket).mean;
  }
  return {
    start,
    startInterval,
    ratio,
    ratioInterval,
    calledAt,
    evidence,
    endedAt,
    exposure,
    events,
    expected,
  };
}
