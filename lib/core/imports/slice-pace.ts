const targetMs = 700;
const smallest = 64 * 1024;
const largest = 1024 * 1024;
/** A slice that holds no whole record must grow beyond what is usual; the server takes this much. */
const longestStretch = 2 * 1024 * 1024;

/** The first slice of a file: small, since nobody knows yet how quick the server is. */
export const firstSliceBytes = smallest;

/**
 * How many bytes to send next, so that an answer comes about every 0.7 seconds and progress is seen to move.
 *
 * @param last the slice before: its bytes, how long the answer took in milliseconds, and whether it brought the import on.
 */
export function nextSliceBytes(last: {
  readonly bytes: number;
  readonly tookMs: number;
  readonly moved: boolean;
}): number {
  if (!last.moved) return Math.min(longestStretch, last.bytes * 2);
  // Half or double at most: one slow answer is no measure.
  const factor = Math.min(2, Math.max(0.5, targetMs / Math.max(1, last.tookMs)));
  return Math.round(Math.min(largest, Math.max(smallest, last.bytes * factor)));
}

/**
 * Rows a second and seconds left, by what was done since the run began; null until a second has gone by.
 *
 * @param done what has been sent in this run, bytes and rows; `leftBytes` is still to come.
 */
export function speedOf(
  done: { readonly bytes: number; readonly rows: number; readonly ms: number },
  leftBytes: number,
): { readonly rowsPerSecond: number; readonly secondsLeft: number } | null {
  if (done.ms < 1_000 || done.bytes <= 0) return null;
  const seconds = done.ms / 1000;
  return {
    rowsPerSecond: Math.round(done.rows / seconds),
    secondsLeft: Math.ceil((leftBytes * seconds) / done.bytes),
  };
}
