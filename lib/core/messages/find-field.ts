type Loose = Readonly<Record<string, unknown>>;

/** Fields about accounts and templates. They name businesses, not people. */
const managementFields: ReadonlySet<string> = new Set([
  "account_alerts",
  "account_review_update",
  "account_update",
  "business_capability_update",
  "message_template_components_update",
  "message_template_quality_update",
  "message_template_status_update",
  "partner_solutions",
  "payment_configuration_update",
  "phone_number_name_update",
  "phone_number_quality_update",
  "template_category_update",
]);

/** Keys under which user data travels, whatever the field says. */
const personalKeys = [
  "contacts",
  "messages",
  "statuses",
  "user_preferences",
  "user_id_update",
  "history",
  "state_sync",
  "message_echoes",
  "groups",
];

/** What a value is about when nothing names it: the first row with one of its keys present. Order matters. */
const shapes: readonly (readonly [field: string, keys: readonly string[]])[] = [
  ["messages", ["messages", "statuses"]],
  ["user_preferences", ["user_preferences"]],
  ["user_id_update", ["user_id_update"]],
  ["history", ["history"]],
  ["smb_app_state_sync", ["state_sync"]],
  ["smb_message_echoes", ["message_echoes"]],
  ["message_template_quality_update", ["new_quality_score", "previous_quality_score"]],
  ["template_category_update", ["new_category", "previous_category", "correct_category"]],
  [
    "account_update",
    ["restriction_info", "ban_info", "violation_info", "waba_info", "partner_client_certification_info"],
  ],
  ["account_alerts", ["alert_info", "alert_type"]],
  ["phone_number_name_update", ["requested_verified_name"]],
  ["phone_number_quality_update", ["current_limit", "old_limit"]],
  [
    "business_capability_update",
    ["max_daily_conversation_per_phone", "max_phone_numbers_per_waba", "max_phone_numbers_per_business"],
  ],
  ["security", ["requester"]],
  ["message_template_components_update", ["message_template_element"]],
  ["message_template_status_update", ["message_template_id", "message_template_name"]],
  ["account_review_update", ["decision"]],
];

/**
 * Which field a change belongs to. Meta's own samples misplace `field` or label it wrongly: it is looked for on the change,
 * the value and the entry, then guessed by shape. A value with a new quality score is a quality update whatever its label says.
 *
 * @returns "unknown" when nothing tells.
 */
export function findField(places: { change: Loose; value: Loose; entry: Loose }): string {
  const { change, value, entry } = places;
  const named = [change["field"], value["field"], entry["field"]].find(isFieldName) ?? null;
  const shape = fieldByShape(value);
  if (named === "message_template_status_update" && shape === "message_template_quality_update") return shape;
  return named ?? shape ?? "unknown";
}

/**
 * Whether a value may hold data about people: every field that is not known to be about accounts or templates, and any
 * value that carries user data under another label. Such values are stored encrypted only.
 */
export function mayBePersonal(field: string, value: Loose): boolean {
  return !managementFields.has(field) || personalKeys.some((key) => Object.hasOwn(value, key));
}

function fieldByShape(value: Loose): string | null {
  const found = shapes.find(([, keys]) => keys.some((key) => Object.hasOwn(value, key)));
  if (found !== undefined) return found[0];
  if (!Object.hasOwn(value, "max_daily_conversations_per_business")) return null;
  return Object.hasOwn(value, "event") ? "phone_number_quality_update" : "business_capability_update";
}

function isFieldName(candidate: unknown): candidate is string {
  return typeof candidate === "string" && /^[a-z][a-z0-9_]{0,99}$/.test(candidate);
}
