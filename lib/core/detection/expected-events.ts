import type { Bucket } from "./clean-window.ts";

/** What the clean window says about the level of a stream, its weekday and hour pattern, and how sure that is. */
export interface ExpectedEvents {
  /** Events per unit of exposure on an average bucket; 0 when nothing is known. */
  readonly rate: number;
  /** Factor of each weekday (and hour), 1 where nothing is known. */
  readonly factors: readonly (readonly number[])[];
  /** Events the level rests on, discounted for day-to-day noise: its relative variance is 1 / this. */
  readonly information: number;
  /** The same for each factor. */
  readonly factorInformation: readonly (readonly number[])[];
  /** Change of ln rate per bucket, where on the axis `rate` holds, and the variance of the slope. */
  readonly slope: number;
  readonly centre: number;
  readonly slopeVariance: number;
}

export interface Expectation {
  readonly mean: number;
  /** Variance of the true mean around `mean`, relative to its square, from estimation alone. */
  readonly uncertainty: number;
}

export interface ExpectedEventsSettings {
  /** How many positions each repeating pattern has: [7] for days, [7, 24] for hours. */
  readonly seasonSizes: readonly number[];
  /** Factors are drawn towards 1 as if this many events had confirmed it. */
  readonly seasonPrior: number;
  /** The rate of the account's other streams, worth `events` events; null when there are none. */
  readonly priorRate: { readonly rate: number; readonly events: number } | null;
  /** How fast a base rate usually drifts: standard deviation of the change of ln rate per bucket. 0: a level rate is assumed. */
  readonly drift: number;
}

const passes = 3;

/**
 * Main effects for counts by cyclic scaling: level, then every pattern in turn. Each bucket weighs 1 / (1 + ωμ), its
 * information per expected event: on a busy stream with noisy days, every day counts the same.
 *
 * The base may drift: a slope of the logarithm is fitted with a prior around 0 (`drift`), to the oldest `slopeFrom` buckets only, so that
 * a rise in the newest ones is not taken for a drift.
 */
export function fitExpectedEvents(
  window: readonly Bucket[],
  overdispersion: number,
  settings: ExpectedEventsSettings,
  slopeFrom = window.length,
): ExpectedEvents {
  const { seasonSizes, seasonPrior, priorRate, drift } = settings;
  let rawEvents = priorRate === null ? 0.5 : priorRate.events;
  let rawExposure = priorRate === null ? 0 : priorRate.events / priorRate.rate;
  for (const bucket of window) {
    rawEvents += bucket.events;
    rawExposure += bucket.exposure;
  }
  const ones = seasonSizes.map((size) => new Array<number>(size).fill(1));
  if (rawExposure <= 0) {
    return {
      rate: 0,
      factors: ones,
      information: 0,
      factorInformation: ones.map((f) => f.map(() => seasonPrior)),
      slope: 0,
      centre: 0,
      slopeVariance: 0,
    };
  }
  let rate = rawEvents / rawExposure;
  const factors = ones;
  const factorInformation = seasonSizes.map((size) => new Array<number>(size).fill(0));
  const count = window.length;
  // Flat arrays: this runs for every stream and bucket, and is most of a round's cost.
  const counts = new Float64Array(count);
  const means = new Float64Array(count);
  const weights = new Float64Array(count);
  const times = new Float64Array(count);
  const origin = window[0]?.at ?? 0;
  const placesOf = seasonSizes.map(() => new Uint16Array(count));
  for (let index = 0; index < count; index += 1) {
    const bucket = window[index];
    if (bucket === undefined) continue;
    counts[index] = bucket.events;
    times[index] = bucket.at - origin;
    means[index] = bucket.exposure * rate;
    for (let which = 0; which < placesOf.length; which += 1) {
      const places = placesOf[which];
      if (places) places[index] = bucket.seasons[which] ?? 0;
    }
  }
  let information = 0;
  let [slope, centre, slopeVariance] = [0, 0, 0];
  for (let pass = 0; pass < passes; pass += 1) {
    for (let index = 0; index < count; index += 1)
      weights[index] = 1 / (1 + overdispersion * (means[index] ?? 0));
    for (let which = 0; which < seasonSizes.length; which += 1) {
      const own = factors[which] ?? [];
      const sure = factorInformation[which] ?? [];
      const places = placesOf[which] ?? new Uint16Array(count);
      const seen = new Float64Array(own.length).fill(seasonPrior);
      const due = new Float64Array(own.length).fill(seasonPrior);
      for (let index = 0; index < count; index += 1) {
        const place = places[index] ?? 0;
        const weight = weights[index] ?? 0;
        seen[place] = (seen[place] ?? 0) + weight * (counts[index] ?? 0);
        due[place] = (due[place] ?? 0) + (weight * (means[index] ?? 0)) / (own[place] ?? 1);
      }
      const moves = own.map((factor, place) => (seen[place] ?? 1) / (due[place] ?? 1) / factor);
      for (let place = 0; place < own.length; place += 1) {
        own[place] = (own[place] ?? 1) * (moves[place] ?? 1);
        sure[place] = due[place] ?? 0;
      }
      for (let index = 0; index < count; index += 1)
        means[index] = (means[index] ?? 0) * (moves[places[index] ?? 0] ?? 1);
    }
    if (drift > 0) {
      let [sure, moment, square, off, score] = [0, 0, 0, 0, 0];
      for (let index = 0; index < slopeFrom; index += 1) {
        const weight = weights[index] ?? 0;
        const time = times[index] ?? 0;
        const mean = means[index] ?? 0;
        const due = weight * mean;
        const gap = weight * (counts[index] ?? 0) - due;
        sure += due;
        moment += due * time;
        square += due * time * time;
        off += gap;
        score += gap * time;
      }
      const before = centre;
      centre = sure > 0 ? moment / sure : 0;
      const precision = square - centre * moment + 1 / (drift * drift);
      const move = (score - centre * off - slope / (drift * drift)) / precision;
      slopeVariance = 1 / precision;
      // `rate` holds at the centre, so it goes along the old slope when the centre moves.
      rate *= Math.exp(slope * (centre - before));
      slope += move;
      const growth = Math.exp(move);
      let turn = Math.exp(-move * centre);
      let last = 0;
      for (let index = 0; index < count; index += 1) {
        const time = times[index] ?? 0;
        turn *= time - last === 1 ? growth : Math.exp(move * (time - last));
        last = time;
        means[index] = (means[index] ?? 0) * turn;
      }
    }
    let seen = priorRate === null ? 0.5 : priorRate.events;
    let due = priorRate === null ? 0 : priorRate.events;
    for (let index = 0; index < count; index += 1) {
      const weight = weights[index] ?? 0;
      seen += weight * (counts[index] ?? 0);
      due += weight * (means[index] ?? 0);
    }
    if (due > 0) {
      rate *= seen / due;
      for (let index = 0; index < count; index += 1) means[index] = (means[index] ?? 0) * (seen / due);
    }
    information = seen;
  }
  return { rate, factors, information, factorInformation, slope, centre: origin + centre, slopeVariance };
}

/** What a bucket should show while nothing has changed. */
export function expectationOf(fit: ExpectedEvents, bucket: Bucket): Expectation {
  let uncertainty = fit.information > 0 ? 1 / fit.information : Infinity;
  for (const [which, place] of bucket.seasons.entries()) {
    const information = fit.factorInformation[which]?.[place] ?? 0;
    if (information > 0) uncertainty += 1 / information;
  }
  const away = bucket.at - fit.centre;
  uncertainty += fit.slopeVariance * away * away;
  const level = fit.rate * Math.exp(fit.slope * away);
  return { mean: bucket.exposure * level * factorOf(fit.factors, bucket), uncertainty };
}

function factorOf(factors: readonly (readonly number[])[], bucket: Bucket): number {
  let product = 1;
  for (let which = 0; which < factors.length; which += 1)
    product *= factors[which]?.[bucket.seasons[which] ?? 0] ?? 1;
  return product;
}
