import {
  createFactGathering,
  personOfContact,
  type FactGathering,
  type LinkFact,
  type UnknownWord,
} from "./fact-gathering.ts";
import { readInbound, type InboundFact } from "./inbound-fact.ts";
import { codeOf, idOf, isObject, listOf, objectAt, type Loose } from "./meta-values.ts";
import { readIdUpdate, readPreference, type PreferenceFact } from "./preference-fact.ts";
import { readStatus, type StatusFact } from "./status-fact.ts";

export type { InboundFact, LinkFact, PreferenceFact, StatusFact };

/** What one change tells of messages and people. */
export interface MessageFacts {
  readonly phoneNumberId: string | null;
  readonly statuses: readonly StatusFact[];
  readonly inbound: readonly InboundFact[];
  readonly preferences: readonly PreferenceFact[];
  /** Each pair once for each reason. */
  readonly links: readonly LinkFact[];
  /** Problems of the number itself, which Meta reports beside no message. */
  readonly systemErrors: readonly { readonly code: number | null }[];
  /** Elements that could not be read. Reasons quote nothing. */
  readonly broken: readonly { readonly place: string; readonly reason: string }[];
  /** Each word once. */
  readonly unknown: readonly UnknownWord[];
}

/**
 * Reads the value of a `messages`, `user_preferences` or `user_id_update` change, whole or with its texts dropped: both
 * give the same. Never throws; an element that cannot be read is listed and costs no other.
 *
 * @param received stands in for times that Meta does not tell.
 */
export function readMessageFacts(value: unknown, received: Date): MessageFacts {
  const body: Loose = isObject(value) ? value : {};
  const gathering = createFactGathering(received, listOf(body["contacts"]));
  const broken: { place: string; reason: string }[] = [];
  if (!isObject(value)) broken.push({ place: "value", reason: "the value is not an object" });

  /** Facts of the objects in a list, in their order; whatever else is in it is broken. */
  function each<Fact>(
    key: string,
    read: (element: Loose, gathering: FactGathering) => Fact | string | null,
  ): Fact[] {
    const facts: Fact[] = [];
    listOf(body[key]).forEach((element, index) => {
      const fact = isObject(element) ? read(element, gathering) : "this is not an object";
      if (typeof fact === "string") broken.push({ place: `${key}[${index}]`, reason: fact });
      else if (fact !== null) facts.push(fact);
    });
    return facts;
  }

  each("contacts", (contact) => {
    gathering.link(personOfContact(contact));
    return null;
  });
  const statuses = each("statuses", readStatus);
  const inbound = each("messages", readInbound);
  const preferences = each("user_preferences", readPreference);
  each("user_id_update", readIdUpdate);
  const systemErrors = each("errors", (error) => ({ code: codeOf(error["code"]) }));
  return {
    phoneNumberId: idOf(objectAt(body, "metadata")["phone_number_id"]),
    statuses,
    inbound,
    preferences,
    links: gathering.links(),
    systemErrors,
    broken,
    unknown: gathering.unknown(),
  };
}
