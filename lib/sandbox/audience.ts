import { DEMO_SPEED } from "./demo-story.ts";
import type { PersonNaming } from "./message-changes.ts";
import { phoneLife, phoneOffUntil } from "./phone-life.ts";
import { mixSeed, type Random } from "./seeded-random.ts";
import type { OptInSource } from "./world-model.ts";

/** Somebody a source writes to. What a person feels stays with the person over messages. */
export interface Contact {
  readonly key: string;
  readonly naming: PersonNaming;
  readonly isUnreachable: boolean;
  /** Blocked the business: later messages stay at one tick, as WhatsApp tells nobody. */
  readonly hasBlocked: boolean;
  /** Told the business to stop. */
  readonly hasStopped: boolean;
  /** The phone is off until then (real unix milliseconds), Infinity: for too long. Left out: it is on. */
  readonly offUntil?: number;
}

export type Feeling = "blocked" | "stopped" | "resumed";

export interface Audience {
  pick(source: OptInSource, at: number, random: Random): Contact;
  /** @param at real instant (unix ms) from which on it holds; may lie ahead */
  remember(contact: Contact, what: Feeling, at: number): void;
}

export interface Person extends Contact {
  /** When the business's list first held this person: real unix milliseconds. */
  readonly knownSince: number;
}

/** Who blocked, and when. Nothing of it crosses the Graph API: it is what a guess is measured against. */
export interface HiddenBlock {
  readonly key: string;
  readonly naming: PersonNaming;
  /** Real unix milliseconds. */
  readonly at: number;
}

/** The audience with its hidden half. */
export interface People extends Audience {
  pick(source: OptInSource, at: number, random: Random): Person;
  /** Oldest first, as far as people are remembered. */
  blocks(): readonly HiddenBlock[];
}

/** What a person decided last, and since when it holds. */
interface Mood {
  readonly naming: PersonNaming;
  blockedAt: number;
  stop: { readonly isOn: boolean; readonly since: number } | null;
}

/** Share of people who opted in at more than one place. */
const sharedShare = 0.1;
const sharedPeople = 1_000;
/** One person in so many hides the number behind a username. */
const usernameEvery = 33;
/** Old contacts leave and new ones come, or a long-running sandbox would have been blocked by everybody. */
const renewalDays = 360;
const mostRemembered = 20_000;

/**
 * The people behind the sandbox's messages, made from the seed when they are first needed.
 *
 * @param dayMs real milliseconds that a simulated day lasts; default: the demo's ten seconds
 */
export function createAudience(seed: number, dayMs = 86_400_000 / DEMO_SPEED): People {
  const remembered = new Map<string, Mood>();
  const renewalMs = renewalDays * dayMs;
  return {
    pick(source, at, random) {
      const isShared = random() < sharedShare;
      const size = isShared ? sharedPeople : source.audience;
      const comers = Math.ceil(size / 4);
      const index = Math.floor(at / renewalMs) * comers + Math.floor(random() * size);
      const place = `${isShared ? "shared" : source.key}/${index}`;
      const cameAt = (Math.floor((index - size) / comers) + 1) * renewalMs;
      const life = phoneLife({ seed, key: place, knownSince: cameAt, at, dayMs });
      const key = life.generation === 0 ? place : `${place}.${life.generation}`;
      const mood = remembered.get(key);
      const offUntil = phoneOffUntil({ seed, key, at, dayMs });
      return {
        key,
        naming: namingOf(seed, key),
        isUnreachable: at >= life.diesAt || isAmong(source.unreachableShare, seed, key, "reach"),
        hasBlocked: mood !== undefined && at >= mood.blockedAt,
        hasStopped: stoppedAt(mood, at) ?? isAmong(source.stoppedShare, seed, key, "stop"),
        knownSince: life.knownSince,
        ...(offUntil === null ? {} : { offUntil }),
      };
    },
    remember({ key, naming }, what, at) {
      const mood = remembered.get(key) ?? { naming, blockedAt: Number.POSITIVE_INFINITY, stop: null };
      const isOn = what === "stopped";
      if (what === "blocked") mood.blockedAt = Math.min(mood.blockedAt, at);
      else if (mood.stop?.isOn !== isOn || at < mood.stop.since) mood.stop = { isOn, since: at };
      remembered.set(key, mood);
      const [oldest] = remembered.keys();
      if (remembered.size > mostRemembered && oldest !== undefined) remembered.delete(oldest);
    },
    blocks: () =>
      [...remembered]
        .map(([key, { naming, blockedAt }]) => ({ key, naming, at: blockedAt }))
        .filter(({ at }) => at !== Number.POSITIVE_INFINITY)
        .sort((a, b) => a.at - b.at),
  };
}

/** Null when the person has said nothing about it. A stop that lies ahead comes from somebody who has not stopped yet. */
function stoppedAt(mood: Mood | undefined, at: number): boolean | null {
  if (mood === undefined || mood.stop === null) return null;
  return at >= mood.stop.since ? mood.stop.isOn : !mood.stop.isOn;
}

function isAmong(share: number, ...key: readonly (number | string)[]): boolean {
  return (mixSeed(...key) % 10_000) / 10_000 < share;
}

/** 999 is a country code that nobody has. */
function namingOf(seed: number, key: string): PersonNaming {
  const hash = mixSeed(seed, key);
  const digits = String(hash % 100_000_000).padStart(8, "0");
  if (hash % usernameEvery === 0) return { userId: `DE.1${digits}0${digits}` };
  return { waId: `999${digits}` };
}
