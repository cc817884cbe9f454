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
});
