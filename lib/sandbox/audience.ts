import type { PersonNaming } from "./message-changes.ts";
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
}

export interface Audience {
  pick(source: OptInSource, at: number, random: Random): Contact;
  remember(contact: Contact, what: "blocked" | "stopped" | "resumed"): void;
}

/** Share of people who opted in at more than one place. */
const sharedShare = 0.1;
const sharedPeople = 1_000;
/** One person in so many hides the number behind a username. */
const usernameEvery = 33;
/** Old contacts leave and new ones come, or a long-running sandbox would have been blocked by everybody. */
const renewalMilliseconds = 3_600_000;
const mostRemembered = 20_000;

/** The people behind the sandbox's messages, made from the seed when they are first needed. */
export function createAudience(seed: number): Audience {
  const remembered = new Map<string, { blocked: boolean; stopped: boolean }>();
  return {
    pick(source, at, random) {
      const isShared = random() < sharedShare;
      const size = isShared ? sharedPeople : source.audience;
      const renewal = Math.floor(at / renewalMilliseconds) * Math.ceil(size / 4);
      const index = renewal + Math.floor(random() * size);
      const key = `${isShared ? "shared" : source.key}/${index}`;
      const state = remembered.get(key);
      return {
        key,
        naming: namingOf(seed, key),
        isUnreachable: isAmong(source.unreachableShare, seed, key, "reach"),
        hasBlocked: state?.blocked ?? false,
        hasStopped: state?.stopped ?? isAmong(source.stoppedShare, seed, key, "stop"),
      };
    },
    remember(contact, what) {
      const state = remembered.get(contact.key) ?? { blocked: false, stopped: false };
      if (what === "blocked") state.blocked = true;
      else state.stopped = what === "stopped";
      remembered.set(contact.key, state);
      const [oldest] = remembered.keys();
      if (remembered.size > mostRemembered && oldest !== undefined) remembered.delete(oldest);
    },
  };
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
