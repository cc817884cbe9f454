import { describe, expect, it } from "vitest";
import { asksForPoll, isKnownWebhookField } from "./webhook-fields.ts";

describe("asksForPoll", () => {
  // All 19 fields of graph-api.md section 8. No field carries a rating (section 1.1): these are hints to look.
  const table = [
    ["account_alerts", true],
    ["account_review_update", true],
    ["account_update", true],
    ["automatic_events", false],
    ["business_capability_update", true],
    ["history", false],
    ["message_template_components_update", false],
    ["message_template_quality_update", true],
    ["message_template_status_update", true],
    ["messages", false],
    ["partner_solutions", false],
    ["payment_configuration_update", false],
    ["phone_number_name_update", true],
    ["phone_number_quality_update", true],
    ["security", false],
    ["smb_app_state_sync", false],
    ["smb_message_echoes", false],
    ["template_category_update", false],
    ["user_preferences", false],
  ] as const;

  it.each(table)("%s: %s", (field, asks) => {
    expect(asksForPoll(field)).toBe(asks);
  });

  it("lists the 19 known fields, each once", () => {
    expect(new Set(table.map(([field]) => field)).size).toBe(19);
    expect(table.filter(([field]) => !isKnownWebhookField(field))).toEqual([]);
  });

  it.each(["user_id_update", "phone_number_quality_updates", "", "constructor"])(
    "F21 a field nobody knows (%j) does not make us call Meta",
    (field) => {
      expect(asksForPoll(field)).toBe(false);
      expect(isKnownWebhookField(field)).toBe(false);
    },
  );
});
