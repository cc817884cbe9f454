import { findField, mayBePersonal } from "./find-field.ts";
import {
  code,
  dropped,
  flag,
  id,
  keepKnownKeys,
  listOfObjects,
  mapKept,
  number,
  objectWith,
  phone,
  phoneOrId,
  rebuild,
  rules,
  textUpTo,
  time,
  userId,
  word,
  type Rule,
} from "./keep-known-keys.ts";
import { isObject, type Loose } from "./meta-values.ts";
import { longestCallbackData } from "./read-callback-data.ts";
import { isNoted, saidInMessage, saidKey } from "./said-in-message.ts";

/**
 * A webhook body without anybody's words: texts, captions, names, profiles, emoji, places, contact cards, orders, form
 * answers, ad texts. What stays is listed key by key, so a key of tomorrow is dropped until it is known. Each inbound
 * message notes instead whether it asked to stop or to start again; `readMessageFacts` reads the same facts from both.
 *
 * Changes about accounts and templates name businesses, not people: they stay whole. Nothing in the envelope is lost or
 * moves, so that broken elements stay broken in their place. The result can always be written as JSON.
 *
 * @param envelope a parsed body. It is not modified.
 * @returns `changed` false when nothing had to go: `value` is then `envelope` itself.
 */
export function redactMessageText(envelope: unknown): { value: unknown; changed: boolean } {
  const value = isObject(envelope)
    ? redactRoot(envelope)
    : Array.isArray(envelope)
      ? scrub(envelope, 0)
      : envelope;
  return { value, changed: value !== envelope };
}

/** Deeper parts are cut: writing them as JSON would overflow the stack. Far above what the parser reads. */
const deepest = 200;

function redactRoot(root: Loose): Loose {
  if (!Object.hasOwn(root, "entry")) return redactEntry(root);
  return rebuild(root, (key, value) => (key === "entry" ? redactEntries(value) : scrubKey(key, value, 0)));
}

/** As the parser has it, one entry in place of a list counts as a list of one. */
const redactEntries: Rule = (value) =>
  inList(value, (entry) => (isObject(entry) ? redactEntry(entry) : null));

function redactEntry(entry: Loose): Loose {
  if (!Object.hasOwn(entry, "changes")) return redactChange(entry, entry);
  const redactOne = (change: unknown) => (isObject(change) ? redactChange(change, entry) : null);
  return rebuild(entry, (key, value) =>
    key === "changes" ? inList(value, redactOne) : scrubKey(key, value, 0),
  );
}

function redactChange(change: Loose, entry: Loose): Loose {
  return rebuild(change, (key, value) => {
    if (key !== "value") return scrubKey(key, value, 0);
    if (!isObject(value)) return Array.isArray(value) ? scrub(value, 0) : null;
    const field = findField({ change, value, entry });
    return mayBePersonal(field, value) ? redactValue(value) : cutDeep(value, 0);
  });
}

function inList(value: unknown, keep: (element: unknown) => unknown): unknown {
  const element = (item: unknown) => (Array.isArray(item) ? scrub(item, 0) : keep(item));
  if (Array.isArray(value)) return mapKept(value, element);
  return value === null ? null : isObject(value) ? keep(value) : [null];
}

function redactValue(value: Loose): Loose {
  return rebuild(value, (key, inside) => (key === "messages" ? inbound(inside) : scrubKey(key, inside, 0)));
}

const people = { wa_id: phone, user_id: userId, parent_user_id: userId };
const change = objectWith(rules({ previous: userId, current: userId }));
const errors = listWith({ code, title: textUpTo(200) });

const messageRules = rules({
  id,
  from: phone,
  from_user_id: userId,
  from_parent_user_id: userId,
  to: phone,
  timestamp: time,
  type: word,
  group_id: id,
  context: objectWith(rules({ id, from: phone, forwarded: flag, frequently_forwarded: flag })),
  referral: objectWith(rules({ source_type: word, source_id: id, ctwa_clid: id })),
  system: objectWith(
    rules({
      type: word,
      ...people,
      new_wa_id: phone,
      customer: phone,
      previous_user_id: userId,
      previous_parent_user_id: userId,
    }),
  ),
  errors,
  [saidKey]: (noted) => (isNoted(noted) ? noted : dropped),
});

/** Inbound messages note what they said in place of the words. */
const inbound = listOfObjects((message) => {
  const kept = keepKnownKeys(message, messageRules);
  return kept === message ? message : { ...kept, [saidKey]: saidInMessage(message) };
});

const statuses = listWith({
  id,
  status: word,
  type: word,
  timestamp: time,
  recipient_id: phoneOrId,
  recipient_type: word,
  recipient_user_id: userId,
  recipient_parent_user_id: userId,
  parent_recipient_user_id: userId,
  recipient_participant_id: phone,
  recipient_participant_user_id: userId,
  recipient_participant_parent_user_id: userId,
  recipient_identity_key_hash: id,
  group_id: id,
  biz_opaque_callback_data: textUpTo(longestCallbackData),
  pricing: objectWith(rules({ billable: flag, pricing_model: word, type: word, category: word })),
  conversation: objectWith(
    rules({ id, expiration_timestamp: time, origin: objectWith(rules({ type: word })) }),
  ),
  errors,
});

/** Rules for keys that mean the same wherever they stand in a personal value or an unknown one. */
const known = rules({
  object: textUpTo(100),
  field: textUpTo(100),
  event: word,
  id,
  time,
  timestamp: time,
  type: word,
  status: word,
  action: word,
  phase: number,
  progress: number,
  chunk_order: number,
  code,
  messaging_product: word,
  requester: id,
  request_id: id,
  group_id: id,
  from: phone,
  to: phone,
  display_phone_number: textUpTo(40),
  phone_number_id: id,
  ...people,
  contacts: listWith(people),
  metadata: objectWith(
    rules({
      display_phone_number: textUpTo(40),
      phone_number_id: id,
      phase: number,
      progress: number,
      chunk_order: number,
      timestamp: time,
    }),
  ),
  messages: listOfObjects((message) => keepKnownKeys(message, messageRules)),
  message_echoes: listOfObjects((message) => keepKnownKeys(message, messageRules)),
  statuses,
  user_preferences: listWith({ ...people, category: word, value: word, timestamp: time }),
  user_id_update: listWith({ wa_id: phone, user_id: change, parent_user_id: change, timestamp: time }),
  errors,
});

function listWith(byKey: Readonly<Record<string, Rule>>): Rule {
  const allowed = rules(byKey);
  return listOfObjects((element) => keepKnownKeys(element, allowed));
}

/** Keys of Meta's are snake case; a key of another kind may be somebody's word itself. */
const metaKey = /^[a-z][a-z0-9_]{0,63}$/;

/** An unknown key keeps its name and what it holds of known keys; its own words go. */
function scrubKey(key: string, value: unknown, depth: number): unknown {
  const rule = known.get(key);
  if (rule !== undefined) {
    const kept = rule(value);
    return kept === dropped ? null : kept;
  }
  return metaKey.test(key) ? scrub(value, depth + 1) : dropped;
}

function scrub(value: unknown, depth: number): unknown {
  if (typeof value !== "object" || value === null || depth > deepest) return null;
  if (Array.isArray(value)) return mapKept(value, (item) => scrub(item, depth + 1));
  return rebuild(value as Loose, (key, inside) => scrubKey(key, inside, depth));
}

function cutDeep(value: unknown, depth: number): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (depth > deepest) return null;
  if (Array.isArray(value)) return mapKept(value, (item) => cutDeep(item, depth + 1));
  return rebuild(value as Loose, (_, inside) => cutDeep(inside, depth + 1));
}
