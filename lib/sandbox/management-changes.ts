import { rawNumber, type WebhookChange } from "./webhook-envelope.ts";
import type { JsonObject } from "./json-object.ts";

/** Who a template is, in the words of the template webhooks. `id` leaves as a JSON number. */
export interface TemplateNaming {
  readonly id: string;
  readonly name: string;
  readonly language: string;
  readonly category?: string;
}

/** Throughput and onboarding today, `FLAGGED` and friends historically. Never the number's colour. */
export function phoneNumberQualityUpdate(input: {
  readonly digits: string;
  readonly event: string;
  readonly oldLimit?: string;
  readonly currentLimit?: string;
  readonly limitPerBusiness?: string;
}): WebhookChange {
  return {
    field: "phone_number_quality_update",
    value: {
      display_phone_number: input.digits,
      event: input.event,
      ...(input.oldLimit === undefined ? {} : { old_limit: input.oldLimit }),
      ...(input.currentLimit === undefined ? {} : { current_limit: input.currentLimit }),
      ...(input.limitPerBusiness === undefined
        ? {}
        : { max_daily_conversations_per_business: input.limitPerBusiness }),
    },
  };
}

/** The limit may be a number, a `TIER_…` word or `UNLIMITED`: Meta's page shows all three. */
export function businessCapabilityUpdate(input: {
  readonly limit: number | string;
  readonly maxNumbers?: number;
  /** The old, singular key of versions up to v23. */
  readonly perPhone?: boolean;
}): WebhookChange {
  const key =
    input.perPhone === true ? "max_daily_conversation_per_phone" : "max_daily_conversations_per_business";
  const numbersKey = input.limit === 250 ? "max_phone_numbers_per_business" : "max_phone_numbers_per_waba";
  return {
    field: "business_capability_update",
    value: { [key]: input.limit, [numbersKey]: input.maxNumbers ?? 25 },
  };
}

/** Any `account_update`; companions are passed as Meta names them (`waba_info`, `ban_info` …). */
export function accountUpdate(event: string, companions: JsonObject = {}): WebhookChange {
  return { field: "account_update", value: { event, ...companions } };
}

/** @param expiresAt unix milliseconds; left out for a restriction that does not lift by itself */
export function accountRestriction(types: readonly string[], expiresAt?: number): WebhookChange {
  return accountUpdate("ACCOUNT_RESTRICTION", {
    restriction_info: types.map((type) => ({
      restriction_type: type,
      ...(expiresAt === undefined ? {} : { expiration: Math.floor(expiresAt / 1000) }),
    })),
  });
}

export function accountViolation(violationType: string): WebhookChange {
  return accountUpdate("ACCOUNT_VIOLATION", { violation_info: { violation_type: violationType } });
}

export function accountBan(
  state: "DISABLE" | "REINSTATE" | "SCHEDULE_FOR_DISABLE",
  date: string,
): WebhookChange {
  return accountUpdate("DISABLED_UPDATE", { ban_info: { waba_ban_state: state, waba_ban_date: date } });
}

export function accountAlert(input: {
  readonly entityType: "BUSINESS" | "PHONE_NUMBER" | "CURRENT_STATUS_ID";
  readonly entityId: string;
  readonly alertType: string;
  readonly severity?: "CRITICAL" | "WARNING" | "INFORMATIONAL";
  readonly status?: "ACTIVE" | "NONE";
  readonly description?: string;
}): WebhookChange {
  return {
    field: "account_alerts",
    value: {
      entity_type: input.entityType,
      entity_id: input.entityId,
      alert_info: {
        alert_severity: input.severity ?? "WARNING",
        alert_status: input.status ?? "ACTIVE",
        alert_type: input.alertType,
        alert_description: input.description ?? "Message quality must stay high for some days first.",
      },
    },
  };
}

export function accountReviewUpdate(
  decision: "APPROVED" | "REJECTED" | "PENDING" | "DEFERRED",
): WebhookChange {
  return { field: "account_review_update", value: { decision } };
}

export function phoneNumberNameUpdate(input: {
  readonly digits: string;
  readonly decision: "APPROVED" | "REJECTED" | "PENDING" | "DEFERRED";
  readonly requestedName: string;
  readonly rejectionReason?: string;
}): WebhookChange {
  return {
    field: "phone_number_name_update",
    value: {
      display_phone_number: input.digits,
      decision: input.decision,
      requested_verified_name: input.requestedName,
      rejection_reason: input.rejectionReason ?? null,
    },
  };
}

export function securityEvent(
  digits: string,
  event: "PIN_CHANGED" | "PIN_RESET_REQUEST" | "PIN_REQUEST_SUCCESS",
): WebhookChange {
  return { field: "security", value: { display_phone_number: digits, event, requester: "61500011122233" } };
}

export function templateStatusUpdate(input: {
  readonly template: TemplateNaming;
  readonly event: string;
  readonly reason?: string | null;
  /** For a pause: FIRST_PAUSE, SECOND_PAUSE …; for its end: UNPAUSE. */
  readonly title?: string;
  readonly description?: string;
  /** Unix milliseconds. */
  readonly disabledAt?: number;
}): WebhookChange {
  return {
    field: "message_template_status_update",
    value: {
      event: input.event,
      ...naming(input.template),
      reason: input.reason === undefined ? "NONE" : input.reason,
      message_template_category: input.template.category ?? "MARKETING",
      ...(input.title === undefined
        ? {}
        : { other_info: { title: input.title, description: input.description ?? "" } }),
      ...(input.disabledAt === undefined
        ? {}
        : { disable_info: { disable_date: String(Math.floor(input.disabledAt / 1000)) } }),
    },
  };
}

/** @param underStatusField the mistake in Meta's samples of 2025: the body arrives under the status field */
export function templateQualityUpdate(
  template: TemplateNaming,
  scores: { readonly from: string; readonly to: string },
  underStatusField = false,
): WebhookChange {
  return {
    field: underStatusField ? "message_template_status_update" : "message_template_quality_update",
    value: { previous_quality_score: scores.from, new_quality_score: scores.to, ...naming(template) },
  };
}

/** With `noticeAt` (unix ms) it is the advance notice: `to` is what the category will become. */
export function templateCategoryUpdate(
  template: TemplateNaming,
  categories: { readonly from: string; readonly to: string; readonly noticeAt?: number },
): WebhookChange {
  const change =
    categories.noticeAt === undefined
      ? { previous_category: categories.from, new_category: categories.to }
      : {
          correct_category: categories.to,
          new_category: categories.from,
          category_update_timestamp: Math.floor(categories.noticeAt / 1000),
        };
  return { field: "template_category_update", value: { ...naming(template), ...change } };
}

function naming(template: TemplateNaming): JsonObject {
  return {
    message_template_id: rawNumber(template.id),
    message_template_name: template.name,
    message_template_language: template.language,
  };
}
