import { phoneOffUntil } from "../phone-life.ts";
import { mixSeed, seededRandom, type Random } from "../seeded-random.ts";
import type { OldSource, OptInRow } from "./opt-in-history.ts";

/** As `POST /api/v1/exposures` takes it. */
export interface ExposureRow {
  readonly id: string;
  readonly contact: string;
  readonly phoneNumberId: string;
  readonly campaign?: string;
  readonly template: string;
  readonly category: string;
  readonly sentAt: string;
  readonly status: "sent" | "delivered" | "read" | "failed";
  readonly deliveredAt?: string;
  readonly readAt?: string;
  readonly failedAt?: string;
  readonly errorCode?: number;
}

/** As `POST /api/v1/signals` takes it. */
export interface SignalRow {
  readonly id: string;
  readonly contact: string;
  readonly phoneNumberId: string;
  readonly kind: "block" | "report" | "opt_out";
  readonly occurredAt: string;
  readonly basis: "imported";
}

export interface MessageHistory {
  readonly exposures: readonly ExposureRow[];
  readonly signals: readonly SignalRow[];
}

const hour = 3_600_000;
const day = 24 * hour;
/** Of those who block, one in so many calls the shop and says so; the others do it silently. */
const complainEvery = 8;
/** Campaigns go out on Tuesdays and Fridays (day 0 of the unix calendar was a Thursday), to eager readers daily. */
const campaignDays = new Set([1, 5]);
/** What a second, third, … message within seven days does to the chance of a bad answer. */
const weariness = [1, 1, 1.4, 2.2, 3.2, 4.5];

/**
 * What was written to the people of the opt-in history, and what came back: rates, cohorts and trends have a past from
 * the beginning. Each person's messages follow from seed, person and opt-in alone, so that sending it again after a
 * restart adds nothing but the days since. Whoever blocks falls silent; who stops is left alone.
 *
 * @param now real instant, unix milliseconds
 */
export function messageHistory(
  seed: number,
  now: number,
  sources: readonly OldSource[],
  optIns: readonly OptInRow[],
): MessageHistory {
  const byKey = new Map(sources.map((source) => [source.key, source]));
  const exposures: ExposureRow[] = [];
  const signals: SignalRow[] = [];
  for (const optIn of optIns) {
    const source = byKey.get(optIn.source);
    if (source === undefined) continue;
    const life = readerLife(seed, now, source, optIn);
    exposures.push(...life.exposures);
    signals.push(...life.signals);
  }
  return {
    exposures: exposures.sort((a, b) => a.sentAt.localeCompare(b.sentAt)),
    signals: signals.sort((a, b) => a.occurredAt.localeCompare(b.occurredAt)),
  };
}

/** One person from the welcome message on. */
function readerLife(seed: number, now: number, source: OldSource, optIn: OptInRow): MessageHistory {
  const { contact } = optIn;
  const optedInAt = Date.parse(optIn.optedInAt);
  const random = seededRandom(mixSeed(seed, "reader", contact, source.key));
  const isDead = random() < source.unreachableShare;
  const usualEagerness = 0.15 + 0.6 * random() ** 2;
  const eagerness = source.offEveryDays === undefined ? usualEagerness : 0.75;
  const rhythm = source.offEveryDays === undefined ? {} : { everyDays: source.offEveryDays };
  const exposures: ExposureRow[] = [];
  const signals: SignalRow[] = [];
  const sent: number[] = [];
  let blockedAt = Number.POSITIVE_INFINITY;
  let stoppedAt = Number.POSITIVE_INFINITY;
  for (const at of sendTimes(optedInAt, now, eagerness, random)) {
    const ownNow = reactionOf(random, source.blockShare ?? 0.5);
    if (at >= stoppedAt) break;
    sent.push(at);
    const lately = sent.filter((each) => each > at - 7 * day).length;
    const offUntil = phoneOffUntil({ seed, key: contact, at, dayMs: day, ...rhythm }) ?? at;
    const arrivesAt = offUntil + 2_000 * random();
    const isSilent = at >= blockedAt || arrivesAt > now;
    const fate = isDead ? "dead" : isSilent ? "silent" : "arrives";
    exposures.push(exposureRow(source, contact, at, fate, arrivesAt, now, random));
    if (fate !== "arrives" || blockedAt !== Number.POSITIVE_INFINITY) continue;
    const chance = Math.min(0.5, source.blockTendency * (weariness[lately] ?? 6));
    if (ownNow.mood >= chance) continue;
    const occurredAt = arrivesAt + ownNow.delayMs;
    if (occurredAt > now) continue;
    const row = { id: `past-${contact.slice(1)}`, contact, phoneNumberId: source.phoneNumberId };
    const told = { occurredAt: new Date(occurredAt).toISOString(), basis: "imported" } as const;
    if (ownNow.kind === "stop") {
      stoppedAt = occurredAt;
      signals.push({ ...row, kind: "opt_out", ...told });
    } else {
      blockedAt = occurredAt;
      const fateOfCall = mixSeed(seed, "call", contact);
      if (fateOfCall % complainEvery !== 0) continue;
      signals.push({ ...row, kind: fateOfCall % 3 === 0 ? "report" : "block", ...told });
    }
  }
  return { exposures, signals };
}

/** Drawn for every message, wanted or not: what comes later must not depend on what is known by now. */
function reactionOf(random: Random, blockShare: number) {
  const mean = random() < 0.55 ? 5 * hour : 26 * hour;
  const delayMs = -mean * Math.log(1 - random());
  return { mood: random(), delayMs, kind: random() < blockShare ? ("block" as const) : ("stop" as const) };
}

function* sendTimes(optedInAt: number, now: number, eagerness: number, random: Random): Generator<number> {
  const welcome = Math.floor(optedInAt + 0.2 * hour + 3 * hour * random());
  if (welcome <= now) yield welcome;
  for (let date = Math.floor(welcome / day) + 1; ; date += 1) {
    const share = campaignDays.has(date % 7) ? eagerness : eagerness ** 3;
    const isSent = random() < share;
    const at = Math.floor(date * day + (8 + 11 * random()) * hour);
    if (at > now) return;
    if (isSent) yield at;
  }
}

function exposureRow(
  source: OldSource,
  contact: string,
  at: number,
  fate: "dead" | "silent" | "arrives",
  arrivesAt: number,
  now: number,
  random: Random,
): ExposureRow {
  const isRead = random() < 0.5;
  const readAt = arrivesAt + 9 * hour * random() ** 3;
  const iso = (time: number) => new Date(time).toISOString();
  const row = {
    id: `past-${contact.slice(1)}-${source.key}-${Math.floor(at / day)}`,
    contact,
    phoneNumberId: source.phoneNumberId,
    ...(source.campaign === null ? {} : { campaign: source.campaign }),
    template: source.template,
    category: source.category,
    sentAt: iso(at),
  };
  if (fate === "dead") return { ...row, status: "failed", failedAt: iso(at + 500), errorCode: 131_026 };
  if (fate === "silent") return { ...row, status: "sent" };
  const deliveredAt = iso(arrivesAt);
  if (!isRead || readAt > now) return { ...row, status: "delivered", deliveredAt };
  return { ...row, status: "read", deliveredAt, readAt: iso(readAt) };
}
