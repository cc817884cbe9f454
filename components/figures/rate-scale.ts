interface Banded {
  readonly rate: number | null;
  readonly interval: readonly [number, number] | null;
}

/** Ends of axes, per exposure, that read well per 1,000. */
const steps = [1, 2, 3, 4, 5, 6, 8, 10];

/**
 * The end of the scale on which all rates of a table are drawn, per exposure. One row with a handful of messages has an
 * interval as wide as everything else together: an interval counts up to three times the highest rate, and is drawn cut
 * beyond the end.
 */
export function rateScale(rows: readonly Banded[]): number {
  const rates = rows.flatMap(({ rate }) => (rate === null ? [] : [rate]));
  const highs = rows.flatMap(({ interval }) => (interval === null ? [] : [interval[1]]));
  const top = Math.max(0, ...rates);
  const high = Math.max(0, ...highs);
  return roundUp(top === 0 ? high : Math.min(high, 3 * top));
}

/** The next round number; 1 in 1,000 when there is nothing. */
function roundUp(value: number): number {
  if (value <= 0) return 0.001;
  const power = 10 ** Math.floor(Math.log10(value));
  const step = steps.find((one) => one * power >= value * (1 - 1e-9)) ?? 10;
  return step * power;
}
