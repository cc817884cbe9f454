import type { Audience, Contact } from "./audience.ts";
import {
  inboundChange,
  userPreferencesChange,
  type SenderNaming,
  type StatusInput,
} from "./message-changes.ts";
import { pickOne, type Random } from "./seeded-random.ts";
import { greeting, stopText } from "./stop-words.ts";
import type { WebhookChange } from "./webhook-envelope.ts";
import type { OptInSource, Template } from "./world-model.ts";

/** One message's whole life, decided when it is sent. Instants are real unix milliseconds; some lie ahead. */
export interface LiveMessage {
  readonly sentAt: number;
  readonly outcome: "failed" | "sent" | "delivered" | "read";
  readonly statuses: readonly StatusInput[];
  readonly reactions: readonly { readonly at: number; readonly change: WebhookChange }[];
  /** The quick reply that was pressed; null: none. */
  readonly clicked: string | null;
}

const secondsToDeliver = 2;
const secondsToRead = 12;
const secondsToAnswer = 25;

/**
 * Sends one message of a source to somebody. People of a bad source cannot be reached, fall silent, are held back and
 * stop more often; that is all anybody outside ever learns of a block.
 *
 * @param sentAt real instant, unix milliseconds
 * @returns null when the business leaves this person alone because of an earlier stop
 */
export function liveMessage(input: {
  readonly source: OptInSource;
  readonly template: Template | undefined;
  readonly sender: SenderNaming;
  readonly audience: Audience;
  readonly ordinal: string;
  readonly sentAt: number;
  readonly random: Random;
}): LiveMessage | null {
  const { source, audience, random, sentAt } = input;
  const contact = audience.pick(source, sentAt, random);
  if (contact.hasStopped && !source.ignoresStops) return null;
  const status = statusMaker(input, contact);
  const code = failureCode(source, contact, random);
  if (code !== null) {
    return life(sentAt, "failed", [{ ...status("failed", sentAt + 500), errorCode: code }]);
  }
  const sent = status("sent", sentAt);
  const offUntil = contact.offUntil ?? sentAt;
  const neverArrives = contact.hasBlocked || offUntil === Number.POSITIVE_INFINITY;
  if (neverArrives || random() < 0.008) return life(sentAt, "sent", [sent]);
  // What waited for a phone arrives when it comes back, all within moments.
  const deliveredAt = Math.max(sentAt, offUntil) + 1_000 * secondsToDeliver * random();
  const isRead = random() < 0.55 * (1 - 2 * Math.min(0.3, source.blockTendency));
  const readAt = deliveredAt + 1_000 * secondsToRead * random();
  // Somebody who reads at once leaves no time for a "delivered" of its own.
  const skipsDelivered = isRead && random() < 0.1;
  const statuses = [
    sent,
    ...(skipsDelivered ? [] : [status("delivered", deliveredAt)]),
    ...(isRead ? [{ ...status("read", readAt), isFirstArrival: skipsDelivered }] : []),
  ];
  const reaction = react(input, contact, isRead ? readAt : deliveredAt);
  return { ...life(sentAt, isRead ? "read" : "delivered", statuses), ...reaction };
}

function life(
  sentAt: number,
  outcome: LiveMessage["outcome"],
  statuses: readonly StatusInput[],
): LiveMessage {
  return { sentAt, outcome, statuses, reactions: [], clicked: null };
}

/** Meta's code for a message that does not get through; null when it does. */
function failureCode(source: OptInSource, contact: Contact, random: Random): number | null {
  if (contact.isUnreachable) return 131_026;
  if (contact.hasStopped) return 131_050;
  const fate = random();
  if (fate < 0.01 + source.blockTendency / 2) return 131_049;
  // People in one of Meta's experiments: neutral, and to be left out of every rate.
  return fate > 0.998 ? 130_472 : null;
}

function statusMaker(input: Parameters<typeof liveMessage>[0], contact: Contact) {
  const common = {
    messageId: messageId(input.ordinal),
    recipient: contact.naming,
    opaqueData: input.source.opaqueData,
    category: (input.template?.category ?? "MARKETING").toLowerCase(),
  };
  return (status: StatusInput["status"], at: number): StatusInput => ({ ...common, status, at });
}

function react(
  input: Parameters<typeof liveMessage>[0],
  contact: Contact,
  after: number,
): Pick<LiveMessage, "reactions" | "clicked"> {
  const { source, sender, audience, random, template } = input;
  const at = after + 1_000 * secondsToAnswer * random();
  const answer = (ordinal: string, body: Parameters<typeof inboundChange>[1]["body"], adId?: string | null) =>
    inboundChange(sender, {
      messageId: messageId(`${input.ordinal}-${ordinal}`),
      at,
      from: contact.naming,
      body,
      ...(adId === null || adId === undefined
        ? { inReplyTo: messageId(input.ordinal) }
        : { referralSourceId: adId }),
    });
  const mood = random();
  if (mood < source.blockTendency * 0.6) {
    audience.remember(contact, "blocked", at);
    return { reactions: [], clicked: null };
  }
  if (mood < source.blockTendency * 1.1 + 0.002) {
    audience.remember(contact, "stopped", at);
    const button = template?.buttons.find((text) => /stop/i.test(text));
    const way = pickOne(random, ["preference", "button", "text"]);
    if (way === "preference" || (way === "button" && button === undefined)) {
      const change = userPreferencesChange(sender, { person: contact.naming, value: "stop", at });
      return { reactions: [{ at, change }], clicked: null };
    }
    if (way === "button" && button !== undefined) {
      return {
        reactions: [{ at, change: answer("button", { kind: "button", text: button }) }],
        clicked: button,
      };
    }
    const text = stopText(source.language, random);
    return { reactions: [{ at, change: answer("stop", { kind: "text", text }) }], clicked: null };
  }
  if (contact.hasStopped && random() < 0.05) {
    audience.remember(contact, "resumed", at);
    const change = userPreferencesChange(sender, { person: contact.naming, value: "resume", at });
    return { reactions: [{ at, change }], clicked: null };
  }
  const other = template?.buttons.find((text) => !/stop/i.test(text));
  if (other !== undefined && mood > 0.96) {
    return { reactions: [{ at, change: answer("more", { kind: "button", text: other }) }], clicked: other };
  }
  if (source.adId === null || mood < 0.8) return { reactions: [], clicked: null };
  // A new person comes through the ad; the message before was the welcome.
  const text = greeting(source.language);
  return {
    reactions: [{ at, change: answer("hello", { kind: "text", text }, source.adId) }],
    clicked: null,
  };
}

function messageId(ordinal: string): string {
  return `wamid.${Buffer.from(ordinal).toString("base64")}`;
}
