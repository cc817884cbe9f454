import type { JsonObject } from "./json-object.ts";
import type { WebhookChange } from "./webhook-envelope.ts";

/** The business number a message went through. */
export interface SenderNaming {
  readonly phoneNumberId: string;
  readonly digits: string;
}

/** A person, by number or, once usernames hide numbers, by business-scoped id only. */
export interface PersonNaming {
  readonly waId?: string;
  readonly userId?: string;
  readonly name?: string;
}

export interface StatusInput {
  readonly messageId: string;
  readonly status: "sent" | "delivered" | "read" | "failed" | "played";
  /** Unix milliseconds. */
  readonly at: number;
  readonly recipient: PersonNaming;
  readonly opaqueData?: string;
  readonly category?: string;
  /** For `failed`. */
  readonly errorCode?: number;
  /** A `read` that came without `delivered` carries the price in its place. */
  readonly isFirstArrival?: boolean;
}

/** Delivery statuses, any number of them in one change. */
export function statusesChange(sender: SenderNaming, statuses: readonly StatusInput[]): WebhookChange {
  return {
    field: "messages",
    value: {
      messaging_product: "whatsapp",
      metadata: metadataOf(sender),
      statuses: statuses.map(statusBody),
    },
  };
}

function statusBody(input: StatusInput): JsonObject {
  return {
    id: input.messageId,
    status: input.status,
    timestamp: String(Math.floor(input.at / 1000)),
    ...(input.recipient.waId === undefined ? {} : { recipient_id: input.recipient.waId }),
    ...(input.recipient.userId === undefined ? {} : { recipient_user_id: input.recipient.userId }),
    ...(input.opaqueData === undefined || input.opaqueData === ""
      ? {}
      : { biz_opaque_callback_data: input.opaqueData }),
    ...(input.status === "sent" || input.status === "delivered" || input.isFirstArrival === true
      ? {
          pricing: {
            billable: true,
            pricing_model: "PMP",
            type: "regular",
            category: input.category ?? "marketing",
          },
        }
      : {}),
    ...(input.errorCode === undefined ? {} : { errors: [errorInside(input.errorCode)] }),
  };
}

const errorTitles: Readonly<Record<number, string>> = {
  131026: "Undeliverable",
  131047: "Re-engagement needed",
  131048: "Spam limit reached",
  131049: "Not delivered, ecosystem engagement",
  131050: "The user stopped marketing messages",
  130472: "The user is part of an experiment",
  132015: "Template is paused",
};

function errorInside(code: number): JsonObject {
  const title = errorTitles[code] ?? "Something went wrong";
  return {
    code,
    title,
    message: title,
    error_data: { details: `The sandbox failed this message with ${code}.` },
    href: "https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes",
  };
}

/** A system-level problem: errors without statuses. */
export function messageErrorChange(sender: SenderNaming, code: number): WebhookChange {
  return {
    field: "messages",
    value: { messaging_product: "whatsapp", metadata: metadataOf(sender), errors: [errorInside(code)] },
  };
}

export interface InboundInput {
  readonly messageId: string;
  /** Unix milliseconds. */
  readonly at: number;
  readonly from: PersonNaming;
  readonly body:
    | { readonly kind: "text"; readonly text: string }
    | { readonly kind: "button"; readonly text: string }
    | { readonly kind: "user-changed-number"; readonly newWaId: string };
  /** The message this one answers: ties a STOP to its send. */
  readonly inReplyTo?: string;
  /** First message after a click-to-WhatsApp ad. */
  readonly referralSourceId?: string;
}

/** One message from a person. */
export function inboundChange(sender: SenderNaming, input: InboundInput): WebhookChange {
  const { body } = input;
  const message: JsonObject = {
    ...(input.from.waId === undefined ? {} : { from: input.from.waId }),
    ...(input.from.userId === undefined ? {} : { from_user_id: input.from.userId }),
    id: input.messageId,
    timestamp: String(Math.floor(input.at / 1000)),
    ...(input.inReplyTo === undefined ? {} : { context: { from: sender.digits, id: input.inReplyTo } }),
    ...(input.referralSourceId === undefined
      ? {}
      : { referral: referralOf(input.referralSourceId, input.messageId) }),
    ...bodyOf(body),
  };
  // A change of number comes without contacts.
  const contacts = body.kind === "user-changed-number" ? {} : { contacts: [contactOf(input.from)] };
  return {
    field: "messages",
    value: {
      messaging_product: "whatsapp",
      metadata: metadataOf(sender),
      ...contacts,
      messages: [message],
    },
  };
}

/** What an ad leaves on the first message that comes through it. */
function referralOf(adId: string, messageId: string): JsonObject {
  return {
    source_url: `https://fb.example/ads/${adId}`,
    source_type: "ad",
    source_id: adId,
    headline: "See what is new",
    body: "Write to us and hear of it first.",
    ctwa_clid: `Afc${Buffer.from(messageId).toString("base64url").slice(0, 40)}`,
  };
}

function bodyOf(body: InboundInput["body"]): JsonObject {
  switch (body.kind) {
    case "text":
      return { type: "text", text: { body: body.text } };
    case "button":
      return { type: "button", button: { payload: body.text, text: body.text } };
    case "user-changed-number":
      return {
        type: "system",
        system: { type: "user_changed_number", wa_id: body.newWaId, body: "The user changed the number." },
      };
  }
}

/** The stop and resume switch in the chat. */
export function userPreferencesChange(
  sender: SenderNaming,
  input: { readonly person: PersonNaming; readonly value: "stop" | "resume"; readonly at: number },
): WebhookChange {
  const { person, value } = input;
  return {
    field: "user_preferences",
    value: {
      messaging_product: "whatsapp",
      metadata: metadataOf(sender),
      contacts: [contactOf(person)],
      user_preferences: [
        {
          ...(person.waId === undefined ? {} : { wa_id: person.waId }),
          ...(person.userId === undefined ? {} : { user_id: person.userId }),
          detail:
            value === "stop"
              ? "User asked to stop marketing messages"
              : "User wants marketing messages again",
          category: "marketing_messages",
          value,
          timestamp: Math.floor(input.at / 1000),
        },
      ],
    },
  };
}

function metadataOf(sender: SenderNaming): JsonObject {
  return { display_phone_number: sender.digits, phone_number_id: sender.phoneNumberId };
}

function contactOf(person: PersonNaming): JsonObject {
  return {
    profile: { name: person.name ?? "K. Example" },
    ...(person.waId === undefined ? {} : { wa_id: person.waId }),
    ...(person.userId === undefined ? {} : { user_id: person.userId }),
  };
}
