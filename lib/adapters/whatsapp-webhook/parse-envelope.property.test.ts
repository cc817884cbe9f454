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

/** Thousands of runs on a machine that may be busy with other files. */
describe("parseEnvelope, whatever comes", { timeout: 60_000 }, () => {
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
      JSON.stringify({
        object: "whatsapp_business_account",
        entry: [
          {
            id: "1",
            time: 1759491200,
            changes: [
              {
                field: "messages",
                value: { statuses: [{ id: "w", text: "\ud83d\0😀" }], n: 72104599832011 },
              },
            ],
          },
        ],
      }),
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
