import type { FactGathering, Happened } from "./fact-gathering.ts";
import { codeOf, idOf, isObject, listOf, objectAt, type Loose } from "./meta-values.ts";
import { readCallbackData, type CallbackData } from "./read-callback-data.ts";
import { readPerson, type Person } from "./read-person.ts";

/** One state that a message of ours reached. People are identities, to be hashed before they are stored. */
export interface StatusFact extends Happened, CallbackData {
  readonly messageId: string;
  /** In a group: the member whose phone reports. */
  readonly participant: string | null;
  /** The phone number where Meta names one, else the user id; in a group, the member. */
  readonly recipient: string | null;
  /** A voice message that was played counts as read. */
  readonly status: "sent" | "delivered" | "read" | "failed";
  readonly errorCode: number | null;
  readonly pricingCategory: string | null;
  readonly pricingType: string | null;
  readonly billable: boolean | null;
}

const statusByWord: ReadonlyMap<string, StatusFact["status"]> = new Map([
  ["sent", "sent"],
  ["delivered", "delivered"],
  ["read", "read"],
  ["played", "read"],
  ["failed", "failed"],
]);

/** @returns the fact, null when the state is a word that is not known, or in words why there is none. */
export function readStatus(status: Loose, gathering: FactGathering): StatusFact | string | null {
  const messageId = idOf(status["id"]);
  if (messageId === null) return "the status names no message";
  const word = gathering.word("status.status", status["status"]);
  if (word === null) return "the status does not say which one it is";
  const participant = readPerson({
    phone: status["recipient_participant_id"],
    userId: status["recipient_participant_user_id"],
    parentId: status["recipient_participant_parent_user_id"],
  });
  const inGroup = participant.identity !== null || status["recipient_type"] === "group";
  const recipient = inGroup ? participant : recipientOf(status);
  gathering.link(recipient);
  const reached = statusByWord.get(word.toLowerCase());
  if (reached === undefined) return null;
  const pricing = objectAt(status, "pricing");
  const billable = pricing["billable"];
  return {
    messageId,
    participant: participant.identity,
    recipient: recipient.identity,
    status: reached,
    ...gathering.happened(status["timestamp"]),
    errorCode: firstCode(status["errors"]),
    ...readCallbackData(status["biz_opaque_callback_data"]),
    pricingCategory: gathering.word("status.pricing_category", pricing["category"]),
    pricingType: gathering.word("status.pricing_type", pricing["type"]),
    billable: typeof billable === "boolean" ? billable : null,
  };
}

function recipientOf(status: Loose): Person {
  return readPerson({
    phone: status["recipient_id"],
    userId: status["recipient_user_id"],
    // Meta's pages spell it both ways.
    parentId: status["recipient_parent_user_id"] ?? status["parent_recipient_user_id"],
  });
}

function firstCode(errors: unknown): number | null {
  for (const error of listOf(errors)) {
    const code = isObject(error) ? codeOf(error["code"]) : null;
    if (code !== null) return code;
  }
  return null;
}
