import { gammaQuantile } from "./gamma-quantile.ts";

/**
 * Which rates are compatible with what was counted?
 *
 * Garwood's exact interval for the mean of a Poisson count, divided by the exposures (Garwood 1936, Biometrika 28,
 * 437-442; R's poisson.test gives the same). Each end is the rate at which a count as extreme as this one would come up in
 * (1 − level)/2 of the cases, so the interval holds the true rate in at least `level` of the cases whatever that rate is.
 * Jeffreys' interval and the score interval are narrower and hold their level on average over rates only, and fall below
 * it just where most sources are: at zero to five events. A guarantee is worth the width.
 *
 * The Poisson and not the binomial distribution, because one message can be answered by a report and by a block: events
 * may exceed exposures. Fractional events (a signal split over several sources) enter the same formula with a real shape;
 * since every share is at most 1 their sum varies less than a count of that size, and the interval holds all the more.
 *
 * It speaks of chance only. When days differ by more than chance, divide events and exposures by the dispersion first.
 */
export interface RateInterval {
  /** Events per exposure; a fraction, may exceed 1. */
  readonly rate: number;
  readonly low: number;
  readonly high: number;
}

/** Null without exposures: then there is no rate, not a rate of zero. Throws a RangeError for negative counts. */
export function rateInterval(events: number, exposures: number, level = 0.95): RateInterval | null {
  if (!(events >= 0) || !(exposures >= 0)) throw new RangeError("Counts cannot be negative.");
  if (exposures === 0) return null;
  const [low, high] = meanInterval(events, level);
  return { rate: events / exposures, low: low / exposures, high: high / exposures };
}

/** Of whole counts under this at the usual level: tables of thousands of groups ask for the same few again and again. */
const remembered = 1_000;
const usualLevel = 0.95;
const known: (readonly [low: number, high: number] | undefined)[] = new Array<undefined>(remembered).fill(
  undefined,
);

/** Means that are compatible with a count. */
function meanInterval(events: number, level: number): readonly [low: number, high: number] {
  if (level !== usualLevel || events >= remembered || !Number.isInteger(events))
    return garwood(events, level);
  return (known[events] ??= garwood(events, level));
}

function garwood(events: number, level: number): readonly [low: number, high: number] {
  const tail = (1 - level) / 2;
  return [events === 0 ? 0 : gammaQuantile(tail, events), gammaQuantile(1 - tail, events + 1)];
}
