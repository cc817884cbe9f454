/** A signal with the weight it has in the sum. */
export interface SignalWeight {
  readonly signal: string;
  readonly weight: number;
}

/** What Meta is likely to hold against a number most: a report over a block over a wish to stop. An assumption, to be set by the user. */
const usualWeights: readonly SignalWeight[] = [
  { signal: "report", weight: 2 },
  { signal: "block", weight: 1 },
  { signal: "opt_out", weight: 0.25 },
];

/**
 * The weighted sum of a bucket's signals as one more stream. A sum with weights is no count: its variance is Σ w²μ, not Σ wμ. Divided
 * by Σ w²Y / Σ wY over the clean history it has the variance of a count again, and may be judged like one.
 */
export function weightedEvents(
  counts: Readonly<Record<string, number>>,
  scale: number,
  weights: readonly SignalWeight[] = usualWeights,
): number {
  return weights.reduce((sum, { signal, weight }) => sum + weight * (counts[signal] ?? 0), 0) / scale;
}

/** The divisor, from the counts of the clean history; kept with the stream, since another scale is another stream. */
export function weightScale(
  history: Readonly<Record<string, number>>,
  weights: readonly SignalWeight[] = usualWeights,
): number {
  let first = 0;
  let second = 0;
  for (const { signal, weight } of weights) {
    const count = (history[signal] ?? 0) + 0.5;
    first += weight * count;
    second += weight * weight * count;
  }
  return first > 0 ? second / first : 1;
}
