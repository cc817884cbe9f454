/**
 * Feedback comes late: of the people who will block a message, some do so at once and some after days. Young deliveries are
 * therefore counted only as far as they have had time to answer. Judging a young cohort by events / deliveries makes it look better
 * than it is, and its later days worse.
 */
export interface DelayCurve {
  /** Share of all expected events that come at age a (whole days, from 0); sums to 1. */
  readonly byAge: readonly number[];
  /** Events the curve rests on; 0 for the assumed one. */
  readonly events: number;
}

/** Until a number or account has 200 events of its own: most feedback comes on the first two days. An assumption, shown as such. */
export const assumedDelays: DelayCurve = {
  byAge: [0.45, 0.2, 0.1, 0.06, 0.045, 0.035, 0.03, 0.02, 0.015, 0.013, 0.011, 0.008, 0.007, 0.006],
  events: 0,
};

const fewest = 200;

/** One age: events at this age, and deliveries that have been watched through it. */
export interface AgeCount {
  readonly events: number;
  readonly deliveries: number;
}

/** The curve of one signal from baseline deliveries of the last 56 days; the fallback under 200 events. */
export function delayCurve(ages: readonly AgeCount[], fallback: DelayCurve = assumedDelays): DelayCurve {
  const events = ages.reduce((sum, age) => sum + age.events, 0);
  if (events < fewest) return fallback;
  const hazards = ages.map((age) => age.events / Math.max(1, age.deliveries));
  const mean = hazards.reduce((sum, hazard) => sum + hazard, 0) / Math.max(1, hazards.length);
  const smoothed = ages.map((age) => (age.events + 0.5) / (age.deliveries + 0.5 / mean));
  const total = smoothed.reduce((sum, hazard) => sum + hazard, 0);
  return { byAge: smoothed.map((hazard) => hazard / total), events };
}

/** Share of a delivery's feedback that is in when it has been watched through age `age` (in days; −1: none). */
export function feedbackShare(curve: DelayCurve, age: number): number {
  if (age < 0) return 0;
  return curve.byAge.slice(0, Math.floor(age) + 1).reduce((sum, share) => sum + share, 0);
}

/**
 * Deliveries at risk in a bucket, in deliveries with all their feedback: `deliveriesByAge[a]` went out a days before. This is the
 * exposure of a bucket whose events are booked on the day they happen.
 */
export function maturedExposure(curve: DelayCurve, deliveriesByAge: readonly number[]): number {
  return deliveriesByAge.reduce((sum, deliveries, age) => sum + deliveries * (curve.byAge[age] ?? 0), 0);
}
