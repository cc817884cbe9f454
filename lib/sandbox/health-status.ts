import type { CallContext } from "./call-context.ts";
import type { JsonObject } from "./json-object.ts";
import type { PhoneNumber, Template, Waba } from "./world-model.ts";

type Ability = "AVAILABLE" | "LIMITED" | "BLOCKED";

interface Entity extends JsonObject {
  readonly can_send_message: Ability;
}

/** Can this number send now, with its account, portfolio and app. The whole is as bad as its worst part. */
export function healthOfPhoneNumber(number: PhoneNumber, context: CallContext): JsonObject {
  const waba = context.state.world.findWaba(number.wabaId);
  return summary([phoneNumberEntity(number), ...(waba === undefined ? [] : outerEntities(waba, context))]);
}

export function healthOfWaba(waba: Waba, context: CallContext): JsonObject {
  return summary(outerEntities(waba, context));
}

export function healthOfTemplate(template: Template, context: CallContext): JsonObject {
  const waba = context.state.world.findWaba(template.wabaId);
  const own: Entity =
    template.status === "APPROVED"
      ? { entity_type: "MESSAGE_TEMPLATE", id: template.id, can_send_message: "AVAILABLE" }
      : blocked("MESSAGE_TEMPLATE", template.id, 141_002, "The template is not approved at the moment.");
  return summary([own, ...(waba === undefined ? [] : outerEntities(waba, context))]);
}

function phoneNumberEntity(number: PhoneNumber): Entity {
  const entity = { entity_type: "PHONE_NUMBER", id: number.id };
  if (number.nameStatus === "PENDING_REVIEW") {
    const hint = "The display name waits for review; until then the limit stays low.";
    return { ...entity, can_send_message: "LIMITED", additional_info: [hint] };
  }
  if (["BANNED", "DISCONNECTED", "DELETED", "PENDING", "UNVERIFIED"].includes(number.status)) {
    return blocked("PHONE_NUMBER", number.id, 141_000, "The number is not linked or not registered.");
  }
  if (["RESTRICTED", "RATE_LIMITED", "FLAGGED"].includes(number.status)) {
    return {
      ...entity,
      can_send_message: "LIMITED",
      additional_info: ["Sending from this number is limited."],
    };
  }
  return { ...entity, can_send_message: "AVAILABLE" };
}

function outerEntities(waba: Waba, { state }: CallContext): readonly Entity[] {
  return [
    waba.restrictedUntil === null
      ? { entity_type: "WABA", id: waba.id, can_send_message: "AVAILABLE" }
      : blocked("WABA", waba.id, 141_010, "The account is restricted because of unwanted messages."),
    { entity_type: "BUSINESS", id: waba.portfolioId, can_send_message: "AVAILABLE" },
    { entity_type: "APP", id: state.appId, can_send_message: "AVAILABLE" },
  ];
}

function blocked(entityType: string, id: string, code: number, description: string): Entity {
  return {
    entity_type: entityType,
    id,
    can_send_message: "BLOCKED",
    errors: [
      { error_code: code, error_description: description, possible_solution: "See WhatsApp Manager." },
    ],
  };
}

function summary(entities: readonly Entity[]): JsonObject {
  const abilities = entities.map((entity) => entity.can_send_message);
  const worst =
    (["BLOCKED", "LIMITED"] as const).find((ability) => abilities.includes(ability)) ?? "AVAILABLE";
  return { can_send_message: worst, entities };
}
