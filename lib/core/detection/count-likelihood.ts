import { logGamma } from "../rates/log-gamma.ts";

/**
 * How much better does "the rate is r times the expected one" explain a count than "it is as expected"?
 *
 * The count y is negative binomial with mean `mean` and shape κ (`shape`): 1/κ is the relative variance of a bucket's true
 * level, day-to-day noise and the uncertainty of the expectation together. This is the logarithm of the exact ratio of two
 * probabilities, so the expected ratio is 1 while nothing has changed. κ = Infinity gives the Poisson ratio y ln r − mean (r − 1).
 */
export function logRatio(ratio: number, events: number, mean: number, shape: number): number {
  if (shape === Infinity) return events * Math.log(ratio) - mean * (ratio - 1);
  return events * Math.log(ratio) - (events + shape) * Math.log1p(((ratio - 1) * mean) / (shape + mean));
}

/**
 * The same for a count against a baseline given as counts: `before` events in `exposureBefore`, `now` in `exposureNow`, with
 * relative day-to-day variance `overdispersion`. Without overdispersion it is the conditional comparison of two Poisson counts.
 */
export function logRatioOfCounts(
  ratio: number,
  before: { readonly events: number; readonly exposure: number },
  now: { readonly events: number; readonly exposure: number },
  overdispersion: number,
): number {
  const shape = before.events / (1 + overdispersion * before.events);
  const rho = (now.exposure / before.exposure) * (1 + overdispersion * before.events);
  return now.events * Math.log(ratio) - (now.events + shape) * Math.log((1 + ratio * rho) / (1 + rho));
}

/** ln of the negative binomial probability of a count, without −ln y!, which is the same under every hypothesis. */
export function logProbability(events: number, mean: number, shape: number): number {
  if (shape > 1e9) return events * Math.log(mean) - mean;
  return (
    logGamma(events + shape) -
    logGamma(shape) -
    shape * Math.log1p(mean / shape) +
    events * Math.log(mean / (shape + mean))
  );
}
