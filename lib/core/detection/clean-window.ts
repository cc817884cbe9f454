/** One closed bucket (a day or an hour) of one stream (a number or slice, and a signal). */
export interface Bucket {
  /** Position on the stream's time axis: whole buckets since some fixed moment. A missing one is a gap, not a zero. */
  readonly at: number;
  /** Deliveries at risk; where feedback is delayed, in matured deliveries (`maturedExposure`). 0: nothing could happen. */
  readonly exposure: number;
  /** Negative events; may be fractional (split or weighted). */
  readonly events: number;
  /** Where the bucket lies in each repeating pattern: [weekday] for days, [weekday, hour] for hours; from 0. */
  readonly seasons: readonly number[];
}

/** Adds a bucket behind the others and lets the oldest go: what is expected rests on a window, never on all of history. */
export function withBucket(window: readonly Bucket[], bucket: Bucket, size: number): Bucket[] {
  const kept = window.slice(Math.max(0, window.length + 1 - size));
  kept.push(bucket);
  return kept;
}
