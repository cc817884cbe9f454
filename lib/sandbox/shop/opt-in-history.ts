import { mixSeed, poisson, seededRandom } from "../seeded-random.ts";

/** As `POST /api/v1/opt-ins` takes it. */
export interface OptInRow {
  readonly contact: string;
  readonly source: string;
  readonly optedInAt: string;
  readonly evidence: string;
}

/** A source of the shop, since when people opt in there, and what they are sent. */
export interface OldSource {
  readonly key: string;
  readonly sinceDaysAgo: number;
  readonly phoneNumberId: string;
  /** Null where the shop names none. */
  readonly campaign: string | null;
  /** The template's name. */
  readonly template: string;
  /** As Meta's statuses write it: in small letters. */
  readonly category: string;
  /** Share of recipients whom a message annoys for good. */
  readonly blockTendency: number;
  /** Share of people whose number is dead. */
  readonly unreachableShare: number;
  /** Its people read eagerly, and their phones are off once in so many days, never for longer; absent: as everybody's. */
  readonly offEveryDays?: number;
  /** Share of the annoyed who block instead of saying stop; absent: half. */
  readonly blockShare?: number;
}

const day = 86_400_000;
const historyDays = 90;
const perDay = 5;
const mostRows = 5_000;

/**
 * Opt-ins of the last 90 days by people who are not written to now, oldest first: cohorts and trends have a past from
 * the beginning. Each day's people follow from seed, source and date alone, so that sending it again after a restart
 * adds nothing but the days since.
 *
 * @param now real instant, unix milliseconds
 */
export function optInHistory(seed: number, now: number, sources: readonly OldSource[]): readonly OptInRow[] {
  const today = Math.floor(now / day);
  const rows: OptInRow[] = [];
  for (let date = today - historyDays; date <= today; date += 1) {
    for (const { key, sinceDaysAgo } of sources) {
      if (date <= today - sinceDaysAgo) continue;
      for (const at of timesOf(seed, key, date)) {
        if (at > now) continue;
        const fate = mixSeed(seed, "old", key, date, at % day);
        const contact = `+999${String(fate % 100_000_000).padStart(8, "0")}`;
        rows.push(optInRow(key, contact, at, fate));
      }
    }
  }
  return rows.sort((a, b) => a.optedInAt.localeCompare(b.optedInAt)).slice(-mostRows);
}

/** @param at real instant (unix ms); told to the second, as forms note it. */
export function optInRow(source: string, contact: string, at: number, fate: number): OptInRow {
  return {
    contact,
    source,
    optedInAt: new Date(Math.floor(at / 1000) * 1000).toISOString(),
    evidence: `sandbox-form-log/${source}/${fate.toString(36)}`,
  };
}

function timesOf(seed: number, key: string, date: number): readonly number[] {
  const random = seededRandom(mixSeed(seed, "history", key, date));
  // More at weekends (day 0 of the unix calendar was a Thursday), and each source has its better months.
  const weekly = date % 7 === 2 || date % 7 === 3 ? 1.5 : 0.8;
  const slowly = 1 + 0.5 * Math.sin((2 * Math.PI * date) / 120 + (mixSeed(seed, key) % 7));
  return Array.from({ length: poisson(random, perDay * weekly * slowly) }, () =>
    Math.floor((date + random()) * day),
  );
}
