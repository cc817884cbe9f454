import { contactIdentity } from "./contact-identity.ts";
import { personOfContact, type FactGathering, type Happened } from "./fact-gathering.ts";
import { objectAt, wordOf, type Loose } from "./meta-values.ts";
import { readPerson } from "./read-person.ts";

/** The switch in the chat: this person wants marketing, or does not. */
export interface PreferenceFact extends Happened {
  readonly person: string | null;
  readonly value: "stop" | "resume";
  /** Meta's word for what was stopped, so far always `marketing_messages`. */
  readonly category: string | null;
}

/** @returns the fact, null when the value is a word that is not known, or in words why there is none. */
export function readPreference(preference: Loose, gathering: FactGathering): PreferenceFact | string | null {
  const word = gathering.word("user_preference.value", preference["value"]);
  if (word === null) return "the preference has no value";
  const person = personOfContact(preference);
  gathering.link(person);
  const value = word.toLowerCase();
  if (value !== "stop" && value !== "resume") return null;
  return {
    person: person.identity ?? gathering.onlyContact(),
    value,
    category: wordOf(preference["category"]),
    ...gathering.happened(preference["timestamp"]),
  };
}

/** Links an old user id to the new one, and the new one to the phone number. @returns in words why it could not. */
export function readIdUpdate(update: Loose, gathering: FactGathering): string | null {
  gathering.happened(update["timestamp"]);
  const [ids, parents] = [objectAt(update, "user_id"), objectAt(update, "parent_user_id")];
  const after = readPerson({ phone: update["wa_id"], userId: ids["current"], parentId: parents["current"] });
  if (after.identity === null) return "the update names nobody";
  gathering.link(after);
  for (const { previous, current } of [ids, parents]) {
    gathering.pair(contactIdentity(previous, "user-id"), contactIdentity(current, "user-id"), "changed-id");
  }
  return null;
}
