import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readManagementFacts, type ManagementFact } from "./management-facts.ts";

const digits = "493023125014";
const read = (field: string, value: unknown) => readManagementFacts({ field, displayDigits: digits, value });
const short = ({ subject, field, from, to, holds }: ManagementFact) =>
  `${subject.kind} ${field}${holds ? "" : "!"}: ${from ?? "-"} → ${to ?? "-"}`;
const facts = (field: string, value: unknown) => read(field, value).facts.map(short);
const template = {
  message_template_id: "721045998320117",
  message_template_name: "autumn_offer",
  message_template_language: "en-US",
};

// Values as in graph-api.md, section 9. "!" marks an event, which holds nothing.
describe("readManagementFacts", () => {
  it.each<[string, string, unknown, string[]]>([
    [
      "9.1 a raised throughput, its UNLIMITED being no limit",
      "phone_number_quality_update",
      {
        event: "THROUGHPUT_UPGRADE",
        old_limit: "TIER_10K",
        current_limit: "TIER_UNLIMITED",
        max_daily_conversations_per_business: "TIER_100K",
      },
      ["phone-number event!: - → THROUGHPUT_UPGRADE", "portfolio messaging_limit: - → TIER_100K"],
    ],
    [
      "9.1 of old",
      "phone_number_quality_update",
      { event: "FLAGGED", old_limit: "TIER_10K", current_limit: "TIER_1K" },
      ["phone-number event!: - → FLAGGED", "phone-number legacy_limit: TIER_10K → TIER_1K"],
    ],
    [
      "9.1 unlimited by an upgrade of old",
      "phone_number_quality_update",
      { event: "UPGRADE", current_limit: "TIER_UNLIMITED" },
      ["phone-number event!: - → UPGRADE", "phone-number legacy_limit: - → TIER_UNLIMITED"],
    ],
    [
      "9.1 without limits",
      "phone_number_quality_update",
      { event: "ONBOARDING" },
      ["phone-number event!: - → ONBOARDING"],
    ],
    [
      "9.2",
      "business_capability_update",
      { max_daily_conversations_per_business: 10_000, max_phone_numbers_per_waba: 25 },
      ["portfolio messaging_limit: - → TIER_10K", "portfolio max_phone_numbers_per_waba: - → 25"],
    ],
    [
      "9.2 of versions up to v23",
      "business_capability_update",
      { max_daily_conversation_per_phone: -1, max_phone_numbers_per_business: 2 },
      ["portfolio messaging_limit: - → TIER_UNLIMITED", "portfolio max_phone_numbers_per_business: - → 2"],
    ],
    [
      "9.3 a ban",
      "account_update",
      { event: "DISABLED_UPDATE", ban_info: { waba_ban_state: "DISABLE", waba_ban_date: "October 3, 2026" } },
      [
        "waba event!: - → DISABLED_UPDATE",
        "waba ban_state: - → DISABLE",
        "waba ban_date!: - → October 3, 2026",
      ],
    ],
    [
      "9.3 a violation",
      "account_update",
      { event: "ACCOUNT_VIOLATION", violation_info: { violation_type: "SCAM" } },
      ["waba event!: - → ACCOUNT_VIOLATION", "waba violation!: - → SCAM"],
    ],
    ["9.3 an end", "account_update", { event: "ACCOUNT_DELETED" }, ["waba event!: - → ACCOUNT_DELETED"]],
    [
      "9.4 of the portfolio",
      "account_alerts",
      {
        entity_type: "BUSINESS",
        entity_id: "1",
        alert_info: { alert_type: "OBA_REJECTED", alert_status: "ACTIVE" },
      },
      ["portfolio alert!: - → OBA_REJECTED"],
    ],
    [
      "9.4 of a number, over",
      "account_alerts",
      {
        entity_type: "PHONE_NUMBER",
        entity_id: "1",
        alert_info: { alert_type: "OBA_REJECTED", alert_status: "NONE" },
      },
      ["phone-number alert!: OBA_REJECTED → -"],
    ],
    [
      "9.5 review",
      "account_review_update",
      { decision: "APPROVED" },
      ["waba account_review_status: - → APPROVED"],
    ],
    [
      "9.5 name",
      "phone_number_name_update",
      { decision: "DEFERRED", rejection_reason: null },
      ["phone-number name_decision!: - → DEFERRED"],
    ],
    [
      "9.5 security",
      "security",
      { event: "PIN_CHANGED", requester: "61500" },
      ["phone-number security!: - → PIN_CHANGED"],
    ],
    [
      "9.6 a pause",
      "message_template_status_update",
      {
        ...template,
        event: "PAUSED",
        reason: "NONE",
        message_template_category: "MARKETING",
        other_info: { title: "FIRST_PAUSE" },
      },
      [
        "template status: - → PAUSED",
        "template pause_title: - → FIRST_PAUSE",
        "template category: - → MARKETING",
      ],
    ],
    [
      "9.6 the end of a pause, under its old name",
      "message_template_status_update",
      { ...template, event: "PAUSED", reason: null, other_info: { title: "UNPAUSE" } },
      ["template status: - → APPROVED", "template pause_title: - → -"],
    ],
    [
      "9.6 refused, the reason beside it",
      "message_template_status_update",
      { ...template, event: "REJECTED", reason: null, rejection_info: { reason: "SCAM" } },
      ["template status: - → REJECTED", "template pause_title: - → -", "template rejected_reason: - → SCAM"],
    ],
    [
      "9.6 out of the archive",
      "message_template_status_update",
      { ...template, event: "UNARCHIVED" },
      ["template event!: - → UNARCHIVED"],
    ],
    [
      "9.7 a score",
      "message_template_quality_update",
      { ...template, previous_quality_score: "GREEN", new_quality_score: "YELLOW" },
      ["template quality_score: GREEN → YELLOW"],
    ],
    [
      "9.7 a category",
      "template_category_update",
      { ...template, previous_category: "UTILITY", new_category: "MARKETING" },
      ["template category: UTILITY → MARKETING"],
    ],
    [
      "9.7 the notice of a category",
      "template_category_update",
      { ...template, correct_category: "MARKETING", new_category: "UTILITY", category_update_timestamp: 1 },
      ["template correct_category: - → MARKETING", "template category: - → UTILITY"],
    ],
    ["9.8 about people", "user_preferences", { user_preferences: [{ wa_id: "49176", value: "stop" }] }, []],
    ["9.9 about people", "messages", { statuses: [{ status: "sent" }] }, []],
  ])("%s", (_name, field, value, expected) => {
    expect(facts(field, value)).toEqual(expected);
  });

  it.each<[unknown, string | null]>([
    [1_759_750_400, "2025-10-06T11:33:20.000Z"],
    ["1759750400", "2025-10-06T11:33:20.000Z"],
    [1_759_750_400_000, "2025-10-06T11:33:20.000Z"],
    ["2025-10-06T11:33:20+0000", "2025-10-06T11:33:20.000Z"],
    [undefined, null],
    ["soon", null],
    [5, null],
  ])("9.3 a restriction until %j", (expiration, until) => {
    const info = { restriction_type: "RESTRICTED_UTILITY_TEMPLATES", expiration };
    const { restrictions, facts: said } = read("account_update", {
      event: "ACCOUNT_RESTRICTION",
      restriction_info: info,
    });
    expect(restrictions.map((one) => [one.type, one.until?.toISOString() ?? null])).toEqual([
      ["RESTRICTED_UTILITY_TEMPLATES", until],
    ]);
    expect(said.map(short)).toContain("waba restriction!: - → RESTRICTED_UTILITY_TEMPLATES");
  });

  it.each<[unknown, string]>([
    [250, "TIER_250"],
    [2_000, "TIER_2K"],
    ["100000", "TIER_100K"],
    ["TIER_100K", "TIER_100K"],
    ["UNLIMITED", "TIER_UNLIMITED"],
    ["TIER_UNLIMITED", "TIER_UNLIMITED"],
    [7, "7"],
    ["TIER_1M", "TIER_1M"],
  ])("a limit written %j is %s", (written, limit) => {
    expect(facts("business_capability_update", { max_daily_conversations_per_business: written })).toEqual([
      `portfolio messaging_limit: - → ${limit}`,
    ]);
  });

  it("names a template by id, name and language with an underscore", () => {
    const [fact] = read("message_template_quality_update", { ...template, new_quality_score: "RED" }).facts;
    expect(fact!.subject).toEqual({
      kind: "template",
      id: "721045998320117",
      name: "autumn_offer",
      language: "en_US",
    });
  });

  it.each<[string, unknown, string[]]>([
    ["user_id_update", {}, ["webhook.field user_id_update"]],
    ["account_update", { event: "ACCOUNT_4915112345678" }, ["webhook.account_update.event ACCOUNT_[digits]"]],
    [
      "account_update",
      { restriction_info: [{ restriction_type: "NEW" }] },
      ["webhook.account_update.restriction NEW"],
    ],
    [
      "phone_number_quality_update",
      { event: "SHADOWED" },
      ["webhook.phone_number_quality_update.event SHADOWED"],
    ],
    ["message_template_quality_update", { new_quality_score: "BLUE" }, ["template.quality_score BLUE"]],
    ["account_review_update", { decision: "APPROVED" }, []],
  ])("F21 lists words that no page knows: %s %j", (field, value, words) => {
    expect(read(field, value).unknown.map(({ place, value: word }) => `${place} ${word}`)).toEqual(words);
  });

  const fields = [
    "phone_number_quality_update",
    "business_capability_update",
    "account_update",
    "account_alerts",
    "account_review_update",
    "phone_number_name_update",
    "security",
    "message_template_status_update",
    "message_template_quality_update",
    "template_category_update",
    "other",
  ];
  const keys = [
    ..."event decision old_limit current_limit max_daily_conversations_per_business restriction_info ban_info".split(
      " ",
    ),
    ..."violation_info alert_info entity_type entity_id alert_type reason other_info rejection_info".split(
      " ",
    ),
    ..."message_template_id message_template_name message_template_language new_quality_score new_category".split(
      " ",
    ),
    ..."restriction_type expiration title waba_ban_state alert_status".split(" "),
  ];

  it("F21 F34 reads whatever stands in a value without an error, and never gives a NUL or an endless word", () => {
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { depthSize: "small" },
        fc.jsonValue(),
        fc.dictionary(fc.constantFrom(...keys), tie("tree")),
      ),
    }));
    fc.assert(
      fc.property(fc.constantFrom(...fields), tree, (field, value) => {
        const { facts: said, unknown } = read(field, value);
        for (const text of [
          ...said.flatMap(({ from, to }) => [from, to]),
          ...unknown.map((one) => one.value),
        ]) {
          if (text !== null && (text.length > 200 || text.includes("\u0000"))) throw new Error(text);
        }
      }),
      { numRuns: 1_000 },
    );
  });
});
