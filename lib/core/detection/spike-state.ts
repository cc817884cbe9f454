import type { Bucket } from "./clean-window.ts";
import type { Rise } from "./locate-rise.ts";

/** A spike that has been called and not ended. */
export interface OpenSpike extends Rise {
  readonly calledAt: number;
  /** ln of the statistic when it was called. */
  readonly evidence: number;
  /** Buckets since the start, newest last. */
  readonly buckets: readonly Bucket[];
  /** ln(1 + S) of the search for its end, by how far the rate has come down. */
  readonly falling: readonly number[];
}

/**
 * All that is kept of a stream between two buckets: plain numbers, safe as JSON. Its size does not grow with history.
 * Derived data: replaying the same buckets gives the same state, bit for bit.
 */
export interface SpikeState {
  readonly method: "mixture-sr-1";
  /** The newest bucket taken in; older or equal ones are ignored. */
  readonly at: number | null;
  /** Buckets that the expectation rests on, oldest first; the newest `lag` wait here too. */
  readonly window: readonly Bucket[];
  /** Evidence for each day-noise level, from the first judged bucket on. */
  readonly dayNoise: readonly number[] | null;
  /** ln(1 + S) by day-noise level and ratio. */
  readonly carried: readonly (readonly number[])[];
  /** Buckets judged since the statistic last started. */
  readonly judged: number;
  readonly open: OpenSpike | null;
}

export function newSpikeState(): SpikeState {
  return { method: "mixture-sr-1", at: null, window: [], dayNoise: null, carried: [], judged: 0, open: null };
}
