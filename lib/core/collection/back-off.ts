const firstMs = 1_000;
const longestMs = 5 * 60_000;

/**
 * Milliseconds to wait after so many failures in a row: full jitter below a ceiling that doubles from one second to
 * five minutes, never less than a second.
 *
 * @param jitter uniform in [0, 1)
 */
export function backOffMs(failures: number, jitter: number): number {
  const ceiling = Math.min(longestMs, firstMs * 2 ** Math.max(0, failures - 1));
  return Math.max(firstMs, ceiling * jitter);
}
