/**
 * The shortest mean delay, in buckets, that any method can have whose false alarms are `meanTimeToFalseAlarm` buckets apart, when
 * the mean count goes from `mean` to `ratio` × `mean` (Lorden 1971): ln G / I, with I the information of one bucket. Day-to-day noise
 * divides the information by 1 + ωμ, which is an approximation on the strict side: the exact information of a negative binomial
 * count is smaller for large ratios.
 */
export function lordensBound(
  meanTimeToFalseAlarm: number,
  mean: number,
  ratio: number,
  overdispersion: number,
): number {
  const information = (mean * (ratio * Math.log(ratio) - ratio + 1)) / (1 + overdispersion * mean);
  return Math.log(meanTimeToFalseAlarm) / information;
}
