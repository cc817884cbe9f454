import { chanceOfMore, type RateCount } from "../rates/rate-ratio.ts";

/** A launch that is as good as the others is stopped by chance alone in so many looks, one look a step. */
const byChance = 0.01;

/** What may speak against a step of the way back. */
export interface SinceHold {
  /** Titles of incidents about the launch that opened after the hold and are not resolved. */
  readonly incidents: readonly string[];
  /** Messages that were sent after the hold, and negative signals that answer them. */
  readonly after: RateCount;
  /** Of everything else on the same numbers over the same days and the four weeks before. */
  readonly others: RateCount;
}

/**
 * Why sends shall not grow, as a sentence, or null. Only what happened after the hold counts: what led to it is known, and would
 * speak against every step for ever.
 *
 * Two Poisson counts are compared (rate-ratio.ts): few messages say little, so that the first steps are small.
 */
export function rampObjection({ incidents, after, others }: SinceHold): string | null {
  const [incident] = incidents;
  if (incident !== undefined) return `an incident is open since the hold (${incident}).`;
  if (after.events === 0 || others.exposures === 0) return null;
  if (chanceOfMore(after, others, 1) > byChance) return null;
  return (
    `${count(after.events)} negative signals answer the ${count(after.exposures)} messages since the hold, ` +
    `where others would have brought ${count((others.events / others.exposures) * after.exposures)}.`
  );
}

const count = (value: number) =>
  (value >= 10 ? Math.round(value) : Math.round(value * 10) / 10).toLocaleString("en-US");
