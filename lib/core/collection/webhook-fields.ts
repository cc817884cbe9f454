/**
 * Fields after which the phone numbers are polled at once. No webhook carries the rating; these say that something
 * about the account, its numbers or its templates' quality has moved, so the rating may have too.
 */
export const repollFields = [
  "account_alerts",
  "account_review_update",
  "account_update",
  "business_capability_update",
  "message_template_quality_update",
  "message_template_status_update",
  "phone_number_name_update",
  "phone_number_quality_update",
];

export function asksForPoll(field: string): boolean {
  return repollFields.includes(field);
}

/** The fields that Meta documents. Others are kept like these, and listed as unknown. */
const knownFields: ReadonlySet<string> = new Set([
  ...repollFields,
  "automatic_events",
  "history",
  "message_template_components_update",
  "messages",
  "partner_solutions",
  "payment_configuration_update",
  "security",
  "smb_app_state_sync",
  "smb_message_echoes",
  "template_category_update",
  "user_preferences",
]);

export function isKnownWebhookField(field: string): boolean {
  return knownFields.has(field);
}

const announcements: ReadonlySet<string> = new Set([...repollFields, "security", "template_category_update"]);

/** Announcements about account, numbers and templates: while these come, changes are told and not only found. */
export function isAboutAccounts(field: string): boolean {
  return announcements.has(field);
}
