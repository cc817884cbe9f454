/** One watched stream at the moment of looking. */
export interface StreamEvidence {
  readonly stream: string;
  /** ln of its statistic, and buckets judged since it last started. */
  readonly evidence: number;
  readonly judged: number;
}

export interface FalseDiscoveryList {
  /** Streams in the list: at most `level` of them are false on average, whatever the streams have to do with each other. */
  readonly streams: readonly string[];
  readonly level: number;
  /** How many were looked at. */
  readonly watched: number;
}

/**
 * Which of many streams have risen, such that the expected share of false ones in the list is at most `level`?
 *
 * With nothing changed, the statistic has a mean of at most min(buckets judged, `remembered`), so divided by that it is an e-value. The
 * e-BH procedure (Wang and Ramdas 2022) lists the largest j with the j-th largest e-value at or above n / (j × level): valid under any
 * dependence, such as one campaign or one holiday behind all numbers. It is taken at the moment of looking; never feed it the largest value
 * over time; where a stream was called and its statistic ended there, that value stands (a stopping time). An alarm of a single stream keeps the promise made per stream and may well stand outside of this list.
 *
 * @param watched how many were looked at, with those that are not given since they show nothing.
 */
export function falseDiscoveryList(
  streams: readonly StreamEvidence[],
  level: number,
  rememberedBuckets: number,
  watched: number = streams.length,
): FalseDiscoveryList {
  const sorted = streams
    .map(({ stream, evidence, judged }) => ({
      stream,
      log: evidence - Math.log(Math.max(1, Math.min(judged, rememberedBuckets))),
    }))
    .sort((a, b) => b.log - a.log || (a.stream < b.stream ? -1 : 1));
  let listed = 0;
  for (const [index, { log }] of sorted.entries()) {
    if (log >= Math.log(watched / ((index + 1) * level))) listed = index + 1;
  }
  return { streams: sorted.slice(0, listed).map(({ stream }) => stream), level, watched };
}
