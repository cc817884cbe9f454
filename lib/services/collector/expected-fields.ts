/** Webhook fields that Staygreen asks Meta for: one of which nothing came is shown, so that silence is seen. */
export const expectedWebhookFields = [
  "account_alerts",
  "account_review_update",
  "account_update",
  "business_capability_update",
  "message_template_components_update",
  "message_template_quality_update",
  "message_template_status_update",
  "messages",
  "phone_number_name_update",
  "phone_number_quality_update",
  "security",
  "template_category_update",
  "user_preferences",
] as const;
