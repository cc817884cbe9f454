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
