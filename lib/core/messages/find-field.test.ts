import { describe, expect, it } from "vitest";
import { findField, mayBePersonal } from "./find-field.ts";

describe("findField", () => {
  it.each<[object, string]>([
    [{ event: "ACCOUNT_RESTRICTION", restriction_info: [] }, "account_update"],
    [{ event: "DISABLED_UPDATE", ban_info: {} }, "account_update"],
    [{ event: "ACCOUNT_VIOLATION", violation_info: {} }, "account_update"],
    [{ event: "PARTNER_ADDED", waba_info: {} }, "account_update"],
    [{ entity_type: "BUSINESS", alert_info: {} }, "account_alerts"],
    [{ decision: "APPROVED" }, "account_review_update"],
    [{ decision: "REJECTED", requested_verified_name: "x" }, "phone_number_name_update"],
    [{ event: "PIN_CHANGED", requester: "1" }, "security"],
    [{ event: "FLAGGED", current_limit: "TIER_1K" }, "phone_number_quality_update"],
    [{ event: "ONBOARDING", max_daily_conversations_per_business: "TIER_2K" }, "phone_number_quality_update"],
    [{ max_daily_conversations_per_business: 10000 }, "business_capability_update"],
    [{ max_daily_conversation_per_phone: -1 }, "business_capability_update"],
    [
      { previous_category: "UTILITY", new_category: "MARKETING", message_template_id: 1 },
      "template_category_update",
    ],
    [{ event: "PAUSED", message_template_id: 1 }, "message_template_status_update"],
    [{ statuses: [] }, "messages"],
    [{ user_preferences: [] }, "user_preferences"],
    [{ user_id_update: [] }, "user_id_update"],
    [{ something: "new" }, "unknown"],
  ])("finds the field of %j by its shape", (value, field) => {
    expect(findField({ change: {}, value: { ...value }, entry: {} })).toBe(field);
  });

  it("knows a template's quality update under its old label", () => {
    const value = { new_quality_score: "YELLOW", message_template_id: 1 };
    const field = "message_template_status_update";
    expect(findField({ change: { field }, value, entry: {} })).toBe("message_template_quality_update");
  });

  it("believes a name before a shape: on the change, then the value, then the entry", () => {
    const value = { statuses: [] };
    const [one, two, three] = [{ field: "one" }, { field: "two" }, { field: "three" }];
    expect(findField({ change: one, value: { ...value, ...two }, entry: three })).toBe("one");
    expect(findField({ change: {}, value: { ...value, ...two }, entry: three })).toBe("two");
    expect(findField({ change: {}, value, entry: three })).toBe("three");
  });

  it.each([null, 7, "", "No Such", "x".repeat(101), {}, ["messages"]])("takes no %j for a name", (field) => {
    expect(findField({ change: { field }, value: {}, entry: {} })).toBe("unknown");
  });
});

describe("mayBePersonal", () => {
  it.each<[string, object, boolean]>([
    ["account_update", { event: "ACCOUNT_DELETED" }, false],
    ["message_template_status_update", { event: "PAUSED" }, false],
    ["messages", { messages: [] }, true],
    ["user_preferences", { user_preferences: [] }, true],
    ["user_id_update", { user_id_update: [] }, true],
    ["account_update", { user_id_update: [] }, true],
    ["history", { history: [] }, true],
    ["smb_app_state_sync", { state_sync: [] }, true],
    ["smb_message_echoes", { message_echoes: [] }, true],
    ["automatic_events", {}, true],
    ["security", { requester: "61500011122233" }, true],
    ["a_field_of_tomorrow", {}, true],
    ["account_update", { contacts: [{ wa_id: "4917604069001" }] }, true],
    ["account_alerts", { statuses: [] }, true],
  ])("%s with %j may be personal: %s", (field, value, personal) => {
    expect(mayBePersonal(field, { ...value })).toBe(personal);
  });
});
