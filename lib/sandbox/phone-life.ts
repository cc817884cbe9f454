import { mixSeed } from "./seeded-random.ts";

/** One person's place on a list in the course of time: numbers die, and somebody else comes in their stead. */
export interface PhoneLife {
  /** 0 for the first person at this place, then 1, 2 … */
  readonly generation: number;
  /** When the list first held this person. */
  readonly knownSince: number;
  /** From then on every message fails with 131026. */
  readonly diesAt: number;
}

/**
 * When phones are off and numbers die. Meta publishes neither; what counts is the shape: absences with a long tail (a
 * Pareto tail with exponent 1.5, as in the tests of suspected blocks), and five numbers in a hundred gone a year.
 */
const offEveryDays = 60;
const offScaleDays = 1;
const offShape = 1.5;
const lifeDays = 20 * 365;
/** A shop takes a number off its list when it has failed for so long. */
const cleanAfterDays = 60;
/** WhatsApp keeps a message that cannot be delivered for so long, then gives up. */
const keptDays = 30;

/** All instants are real unix milliseconds; `dayMs` is how many of them a simulated day lasts. */
export function phoneLife(input: {
  readonly seed: number;
  readonly key: string;
  readonly knownSince: number;
  readonly at: number;
  readonly dayMs: number;
}): PhoneLife {
  const { seed, key, at, dayMs } = input;
  let knownSince = input.knownSince;
  for (let generation = 0; ; generation += 1) {
    const lived = -lifeDays * Math.log(1 - chance(seed, key, "life", generation));
    const diesAt = knownSince + lived * dayMs;
    const replacedAt = diesAt + cleanAfterDays * dayMs;
    if (at < replacedAt) return { generation, knownSince, diesAt };
    knownSince = replacedAt;
  }
}

/**
 * Until when a phone that is off at this instant stays off; null when it is on, Infinity when the message is given up
 * before. Follows from seed, person and time alone, so that it is the same in whichever order anybody asks.
 */
export function phoneOffUntil(input: {
  readonly seed: number;
  readonly key: string;
  readonly at: number;
  readonly dayMs: number;
  /** How often this person's phone is off; default: every 60 days. No absence lasts longer. */
  readonly everyDays?: number;
}): number | null {
  const { seed, key, at, dayMs, everyDays = offEveryDays } = input;
  const periodMs = everyDays * dayMs;
  const period = Math.floor(at / periodMs);
  let until = 0;
  // No absence outlasts a period, so only this one and the one before can matter.
  for (const each of [period - 1, period]) {
    const from = (each + chance(seed, key, "off", each)) * periodMs;
    const days = offScaleDays * ((1 - chance(seed, key, "off-days", each)) ** (-1 / offShape) - 1);
    if (from <= at) until = Math.max(until, from + Math.min(days, everyDays) * dayMs);
  }
  if (until <= at) return null;
  return until - at > keptDays * dayMs ? Number.POSITIVE_INFINITY : until;
}

/** In [0, 1). */
function chance(...parts: readonly (number | string)[]): number {
  return mixSeed(...parts) / 4_294_967_296;
}
