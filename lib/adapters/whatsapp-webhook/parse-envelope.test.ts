import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseEnvelope, type ParsedEnvelope } from "./parse-envelope.ts";

type Envelope = Extract<ParsedEnvelope, { kind: "envelope" }>;
const bytes = (text: string) => new TextEncoder().encode(text);
const parse = (body: unknown) => parseEnvelope(bytes(JSON.stringify(body)));
function envelope(parsed: ParsedEnvelope): Envelope {
  expect(parsed.kind).toBe("envelope");
  return parsed as Envelope;
}
/** A delivery with one change, written as Meta documents it (graph-api fact sheet, section 8). */
const delivery = (field: string | undefined, value: unknown, entry: object = {}) => ({
  object: "whatsapp_business_account",
  entry: [{ id: "204718350099121", time: 1759491200, changes: [{ value, field }], ...entry }],
});
const only = (body: unknown) => {
  const { changes, broken } = envelope(parse(body));
  expect(broken).toEqual([]);
  expect(changes).toHaveLength(1);
  return changes[0]!;
};

describe("parseEnvelope", () => {
  it("reads a documented delivery", () => {
    const value = {
      display_phone_number: "+49 30 23125014",
      event: "THROUGHPUT_UPGRADE",
      current_limit: "TIER_UNLIMITED",
    };
    expect(parse(delivery("phone_number_quality_update", value))).toEqual({
      kind: "envelope",
      object: "whatsapp_business_account",
      changes: [
        {
          index: 0,
          wabaId: "204718350099121",
          field: "phone_number_quality_update",
          entryTime: new Date("2025-10-03T11:33:20Z"),
          displayDigits: "493023125014",
          event: "THROUGHPUT_UPGRADE",
          value,
          personal: false,
        },
      ],
      wabaIds: ["204718350099121"],
      fields: ["phone_number_quality_update"],
      broken: [],
    });
  });

  it("keeps ids beyond 2^53", () => {
    const raw =
      '{"entry":[{"id":20471835009912199,"changes":[{"field":"message_template_status_update",' +
      '"value":{"event":"PAUSED","message_template_id":72104599832011712345}}]}]}';
    const [change] = envelope(parseEnvelope(bytes(raw))).changes;
    expect(change!.wabaId).toBe("20471835009912199");
    expect(change!.value).toEqual({ event: "PAUSED", message_template_id: "72104599832011712345" });
  });

  it.each<[string, object, string]>([
    [
      "template quality under its old label",
      { new_quality_score: "YELLOW", message_template_id: 1 },
      "message_template_quality_update",
    ],
  ])("%s", (_name, value, field) => {
    expect(only(delivery("message_template_status_update", value)).field).toBe(field);
    expect(only(delivery(undefined, value)).field).toBe(field);
  });

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
    [{ something: "new" }, "unknown"],
  ])("finds the field of %j by its shape", (value, field) => {
    expect(only(delivery(undefined, value)).field).toBe(field);
  });

  it("finds what is in the wrong place", () => {
    const value = { event: "ACCOUNT_DELETED" };
    expect(only(delivery(undefined, value, { field: "account_update" })).field).toBe("account_update");
    expect(only(delivery(undefined, { ...value, field: "account_update" })).field).toBe("account_update");
    expect(only({ field: "account_update", value }).field).toBe("account_update");
    expect(only({ entry: { id: 7, field: "account_update", value } }).wabaId).toBe("7");
    expect(only({ entry: [{ id: "7", changes: { field: "account_update", value } }] }).event).toBe(
      "ACCOUNT_DELETED",
    );
    expect(envelope(parse({ entry: [{ changes: [{ field: "account_update", value }] }] }))).toMatchObject({
      changes: [{ wabaId: "unknown" }],
      wabaIds: [],
    });
    const misplaced = parse({ entry: [{ object: "whatsapp_business_account", changes: [] }] });
    expect(envelope(misplaced).object).toBe("whatsapp_business_account");
  });

  it.each<[string, object, boolean]>([
    ["account_update", { event: "ACCOUNT_DELETED" }, false],
    ["message_template_status_update", { event: "PAUSED" }, false],
    ["messages", { messages: [] }, true],
    ["user_preferences", { user_preferences: [] }, true],
    ["history", { history: [] }, true],
    ["smb_app_state_sync", { state_sync: [] }, true],
    ["smb_message_echoes", { message_echoes: [] }, true],
    ["automatic_events", {}, true],
    ["security", { requester: "61500011122233" }, true],
    ["a_field_of_tomorrow", {}, true],
    ["account_update", { contacts: [{ wa_id: "4917604069001" }] }, true],
    ["account_alerts", { statuses: [] }, true],
  ])("%s with %j may be personal: %s", (field, value, personal) => {
    expect(only(delivery(field, value)).personal).toBe(personal);
  });

  it.each<[unknown, string | null]>([
    [1759491200, "2025-10-03T11:33:20.000Z"],
    ["1759491200", "2025-10-03T11:33:20.000Z"],
    [1759491200123, "2025-10-03T11:33:20.123Z"],
    [undefined, null],
    [null, null],
    [0, null],
    [-5, null],
    [1e300, null],
    ["soon", null],
    [{}, null],
  ])("reads the time %j as %s", (time, iso) => {
    const { entryTime } = only(delivery("account_update", {}, { time }));
    expect(entryTime?.toISOString() ?? null).toBe(iso);
  });

  it.each<[unknown, string]>([
    [null, "the change is not an object"],
    ["x", "the change is not an object"],
    [{ field: "account_update" }, "the change has no value"],
    [{ field: "account_update", value: "x" }, "the value is not an object"],
    [{ field: "account_update", value: [1] }, "the value is not an object"],
    [{ field: "account_update", value: null }, "the value is not an object"],
    [
      { field: "x", value: JSON.parse('{"a":'.repeat(80) + "1" + "}".repeat(80)) as unknown },
      "the value is nested more than 64 levels deep",
    ],
  ])("F19 sets %j aside and keeps the rest", (bad, reason) => {
    const good = (event: string) => ({ field: "account_update", value: { event } });
    const parsed = envelope(
      parse({
        entry: [{ id: "1", changes: [good("A"), bad, good("B")] }, 5, { id: "2", changes: [good("C")] }],
      }),
    );
    expect(parsed.broken).toEqual([
      { index: 1, reason },
      { index: 3, reason: "the entry is not an object" },
    ]);
    expect(parsed.changes.map(({ index, event }) => [index, event])).toEqual([
      [0, "A"],
      [2, "B"],
      [4, "C"],
    ]);
    expect(parsed.wabaIds).toEqual(["1", "2"]);
  });

  it.each(["", "{", "nonsense", "[]", "null", "12345678901234567", '"text"', "\0"])(
    "%j is unreadable",
    (text) => {
      expect(parseEnvelope(bytes(text)).kind).toBe("unreadable");
    },
  );

  it("F19 reads 1,000 changes, one of them broken, and 3 MB well under a second", () => {
    const value = { event: "PAUSED", message_template_name: "x".repeat(2_900), message_template_id: 1 };
    const changes: unknown[] = Array.from({ length: 1_000 }, () => ({
      field: "message_template_status_update",
      value,
    }));
    changes[500] = { field: "message_template_status_update", value: 7 };
    const raw = bytes(JSON.stringify({ object: "whatsapp_business_account", entry: [{ id: "1", changes }] }));
    const began = performance.now();
    const parsed = envelope(parseEnvelope(raw));
    expect(performance.now() - began).toBeLessThan(1_000);
    expect(parsed.changes).toHaveLength(999);
    expect(parsed.broken).toHaveLength(1);
  });

  it("survives a body of nothing but brackets", () => {
    for (const text of ["[".repeat(2_000_000), `{"entry":${"[".repeat(500_000)}${"]".repeat(500_000)}}`]) {
      expect(() => parseEnvelope(bytes(text))).not.toThrow();
    }
  });

  const anyKey = fc.oneof(
    fc.constantFrom(
      "object",
      "entry",
      "id",
      "time",
      "changes",
      "field",
      "value",
      "event",
      "metadata",
      "display_phone_number",
      "__proto__",
      "constructor",
      "messages",
    ),
    fc.string({ maxLength: 8 }),
  );
  const mess = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: "small" },
      fc.jsonValue({ maxDepth: 0 }),
      fc.array(tie("value"), { maxLength: 4 }),
      fc
        .array(fc.tuple(anyKey, tie("value")), { maxLength: 6 })
        .map((pairs) => Object.fromEntries(pairs) as object),
    ),
  })).value;

  it("never throws, and counts every change once, whatever the structure", () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ id: mess, time: mess, changes: mess, field: mess }, { requiredKeys: [] })),
        mess,
        (entry, other) => {
          const parsed = parse({ object: other, entry });
          if (parsed.kind !== "envelope") return;
          const indexes = [...parsed.changes, ...parsed.broken]
            .map(({ index }) => index)
            .sort((a, b) => a - b);
          expect(indexes).toEqual(indexes.map((_, place) => place));
          for (const { event, displayDigits, wabaId, field } of parsed.changes) {
            expect(event ?? "A").toMatch(/^[A-Z_]+$/);
            expect(displayDigits ?? "1234").toMatch(/^\d+$/);
            expect(wabaId.length).toBeLessThanOrEqual(64);
            expect(field).toMatch(/^[a-z]\w*$/);
          }
        },
      ),
      { numRuns: 2000 },
    );
  });

  it("never throws on a good body with bytes changed, cut or doubled", () => {
    const good = bytes(
      JSON.stringify(
        delivery("messages", { statuses: [{ id: "wamid.x", text: "\ud83d\0😀" }], n: 72104599832011 }),
      ),
    );
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { maxLength: 8 }),
        fc.nat(good.length),
        (edits, cut) => {
          const body = Uint8Array.from(good);
          for (const [at, byte] of edits) body[at] = byte;
          expect(["envelope", "unreadable"]).toContain(parseEnvelope(body).kind);
          expect(["envelope", "unreadable"]).toContain(parseEnvelope(body.subarray(0, cut)).kind);
          parseEnvelope(Buffer.concat([body, body.subarray(cut)]));
        },
      ),
      { numRuns: 2000 },
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (body) => void parseEnvelope(body)),
      { numRuns: 2000 },
    );
  });

  it("one change among good ones, whatever it is, never loses the others", () => {
    fc.assert(
      fc.property(mess, (bad) => {
        const good = { field: "account_update", value: { event: "ACCOUNT_DELETED" } };
        const { changes } = envelope(
          parse({ entry: [{ id: "1", changes: [good, bad, good] }, bad, { id: "2", changes: [good] }] }),
        );
        expect(changes.filter(({ event }) => event === "ACCOUNT_DELETED").length).toBeGreaterThanOrEqual(3);
      }),
      { numRuns: 2000 },
    );
  });
});
