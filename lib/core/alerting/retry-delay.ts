const minute = 60;
const hour = 60 * minute;

/** Seconds before each further try of a notification: quick at first, then for a day (docs/alerting.md). */
const delays = [
  5,
  30,
  2 * minute,
  10 * minute,
  30 * minute,
  2 * hour,
  5 * hour,
  10 * hour,
  14 * hour,
  20 * hour,
  24 * hour,
];

/**
 * Seconds to wait after the given failed attempt (1 is the first), with up to 10 % of jitter; at least as long as the
 * receiver asked. Null when no try is left: the delivery is dead and is shown as such.
 */
export function retryDelaySeconds(
  attempt: number,
  retryAfterSeconds: number | null,
  jitter: number,
): number | null {
  const base = delays[attempt - 1];
  if (base === undefined) return null;
  return Math.max(base * (1 + jitter / 10), Math.min(retryAfterSeconds ?? 0, 24 * hour));
}
