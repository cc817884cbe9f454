import { contactIdentity } from "./contact-identity.ts";
import type { FactGathering, Happened } from "./fact-gathering.ts";
import { idOf, isObject, objectAt, wordOf, type Loose } from "./meta-values.ts";
import type { OptOutWord } from "./opt-out-words.ts";
import { readPerson, type Person } from "./read-person.ts";
import { saidInMessage } from "./said-in-message.ts";

/** One message from a person, without its text. */
export interface InboundFact extends Happened {
  readonly messageId: string;
  readonly from: string | null;
  /** Meta's word; "unknown" when there is none. */
  readonly type: string;
  /** The message that it answers. */
  readonly contextId: string | null;
  readonly optOut: OptOutWord | null;
  readonly resume: OptOutWord | null;
  /** The click-to-WhatsApp ad that it came through. */
  readonly referral: {
    readonly sourceType: string | null;
    readonly sourceId: string | null;
    readonly clickId: string | null;
  } | null;
}

/** @returns the fact, or in words why there is none. */
export function readInbound(message: Loose, gathering: FactGathering): InboundFact | string {
  const messageId = idOf(message["id"]);
  if (messageId === null) return "the message has no id";
  const sender = readPerson({
    phone: message["from"],
    userId: message["from_user_id"],
    parentId: message["from_parent_user_id"],
  });
  const system = message["system"];
  const changed = isObject(system) && readChange(system, sender, gathering);
  // Beside a change Meta does not say whether the sender's ids are the old or the new ones: they link nothing.
  if (!changed) gathering.link(sender);
  return {
    messageId,
    from: sender.identity ?? gathering.onlyContact(),
    ...gathering.happened(message["timestamp"]),
    type: gathering.word("message.type", message["type"]) ?? "unknown",
    contextId: idOf(objectAt(message, "context")["id"]),
    ...saidInMessage(message),
    referral: referralOf(objectAt(message, "referral")),
  };
}

/** Links the old number and ids of a person to the new ones. False when the message tells of no such change. */
function readChange(system: Loose, sender: Person, gathering: FactGathering): boolean {
  const kind = gathering.word("message.system_type", system["type"]) ?? "";
  const ofNumber = kind.endsWith("_changed_number");
  if (!ofNumber && kind !== "user_changed_user_id") return false;
  const after = readPerson({
    phone: system["new_wa_id"] ?? system["wa_id"],
    userId: system["user_id"],
    parentId: system["parent_user_id"],
  });
  gathering.link(after);
  const userId = (key: string) => contactIdentity(system[key], "user-id");
  gathering.pair(userId("previous_user_id"), userId("user_id"), "changed-id");
  gathering.pair(userId("previous_parent_user_id"), userId("parent_user_id"), "changed-id");
  const before = sender.identity === after.identity ? null : sender.identity;
  gathering.pair(
    before ?? userId("previous_user_id"),
    after.identity,
    ofNumber ? "changed-number" : "changed-id",
  );
  return true;
}

function referralOf(referral: Loose): InboundFact["referral"] {
  const sourceType = wordOf(referral["source_type"]);
  const sourceId = idOf(referral["source_id"]);
  const clickId = idOf(referral["ctwa_clid"]);
  return sourceType === null && sourceId === null && clickId === null
    ? null
    : { sourceType, sourceId, clickId };
}
