import { instantOf, isObject, wordOf } from "./meta-values.ts";
import { readPerson, type Person } from "./read-person.ts";

/** When something happened by Meta's word; when it was received, where Meta's word is missing or nonsense. */
export interface Happened {
  readonly at: Date;
  readonly atKnown: boolean;
}

/** Two identities of one person; for a change, from the old one to the new one. */
export interface LinkFact {
  readonly from: string;
  readonly to: string;
  readonly reason: "same-person" | "changed-number" | "changed-id";
  /** The earliest time that the same value tells of anything. */
  readonly at: Date;
}

/** A word of Meta's that this version does not know, and where it stood. */
export interface UnknownWord {
  readonly place: string;
  readonly value: string;
}

/** What the elements of one value tell beside their own facts: links, unknown words, times. */
export interface FactGathering {
  happened(timestamp: unknown): Happened;
  link(person: Person): void;
  pair(from: string | null, to: string | null, reason: LinkFact["reason"]): void;
  /** The word as Meta wrote it, noted when it is unknown at its place; null when it is none. */
  word(place: WordPlace, value: unknown): string | null;
  /** Beside a single contact, what names nobody is that contact's. */
  onlyContact(): string | null;
  links(): readonly LinkFact[];
  unknown(): readonly UnknownWord[];
}

/** The words of Meta's pages on message webhooks, May to August 2026. */
const knownWords = {
  "status.status": words("sent delivered read played failed"),
  "status.pricing_type": words("regular free_customer_service free_entry_point free_group_customer_service"),
  "status.pricing_category": words(
    "marketing utility authentication authentication-international authentication_international marketing_lite " +
      "service referral_conversion group_marketing group_utility group_service",
  ),
  "message.type": words(
    "text button interactive reaction image audio video voice document sticker location contacts order system " +
      "unsupported unknown ephemeral request_welcome edit revoke contact_request",
  ),
  "message.system_type": words(
    "user_changed_number user_changed_user_id customer_changed_number user_identity_changed " +
      "customer_identity_changed",
  ),
  "user_preference.value": words("stop resume"),
} as const;

export type WordPlace = keyof typeof knownWords;

/** Many different unknown words in one body are noise, not news. */
const mostUnknown = 50;

export function createFactGathering(received: Date, contacts: readonly unknown[]): FactGathering {
  const links = new Map<string, Omit<LinkFact, "at">>();
  const unknown = new Map<string, UnknownWord>();
  let earliest: Date | null = null;

  function pair(from: string | null, to: string | null, reason: LinkFact["reason"]): void {
    if (from === null || to === null || from === to) return;
    const key = `${reason} ${from} ${to}`;
    if (!links.has(key)) links.set(key, { from, to, reason });
  }

  return {
    pair,
    link(person) {
      for (const [from, to] of person.pairs) pair(from, to, "same-person");
    },
    happened(timestamp) {
      const at = instantOf(timestamp);
      if (at === null) return { at: received, atKnown: false };
      if (earliest === null || at < earliest) earliest = at;
      return { at, atKnown: true };
    },
    word(place, value) {
      const word = wordOf(value);
      if (word !== null && !knownWords[place].has(word.toLowerCase()) && unknown.size < mostUnknown) {
        unknown.set(`${place} ${word}`, { place, value: word });
      }
      return word;
    },
    onlyContact() {
      const [contact, another] = contacts;
      return another === undefined && isObject(contact) ? personOfContact(contact).identity : null;
    },
    links: () => [...links.values()].map((link) => ({ ...link, at: earliest ?? received })),
    unknown: () => [...unknown.values()],
  };
}

/** The person of an entry in `contacts`, and of a preference, which names people in the same way. */
export function personOfContact(contact: Readonly<Record<string, unknown>>): Person {
  return readPerson({
    phone: contact["wa_id"],
    userId: contact["user_id"],
    parentId: contact["parent_user_id"],
  });
}

function words(list: string): ReadonlySet<string> {
  return new Set(list.split(" "));
}
