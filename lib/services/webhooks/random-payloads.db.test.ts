import fc from "fast-check";
import { beforeAll, beforeEach, expect, it } from "vitest";
import type { Database } from "../../adapters/db/open-database.ts";
import { accountUpdate, templateStatusUpdate } from "../../sandbox/management-changes.ts";
import { inboundChange, statusesChange, userPreferencesChange } from "../../sandbox/message-changes.ts";
import { clearDatabase } from "../../testing/builders/clear-database.ts";
import { givenConnection, pollOnce } from "../../testing/builders/given-connection.ts";
import { givenGraph, graphPorts } from "../../testing/builders/graph-ports.ts";
import { realSealer } from "../../testing/builders/real-sealer.ts";
import type { TestPorts } from "../../testing/builders/service-context.ts";
import { webhookDesk, type WebhookDesk } from "../../testing/builders/webhook-desk.ts";
import { createTestDatabase } from "../../testing/setup/test-database.ts";

let database: Database;
let ports: TestPorts;
let desk: WebhookDesk;
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  await clearDatabase(database);
  ports = graphPorts(database, { sealer: realSealer(database) });
  const graph = await givenGraph(ports);
  await pollOnce(ports, await givenConnection(ports, graph));
  desk = webhookDesk(ports, graph);
});

const seeds = () => {
  const line = { phoneNumberId: desk.phoneNumberId, digits: "999001000000" };
  const person = { waId: "4917604069001", userId: "DE.1049", name: "K. Example" };
  const at = Date.parse("2026-06-01T08:00:00Z");
  return [
    statusesChange(line, [
      { messageId: "wamid.1", status: "sent", at, recipient: person, opaqueData: "c=a;s=b" },
      { messageId: "wamid.1", status: "failed", at, recipient: person, errorCode: 131050 },
    ]),
    inboundChange(line, { messageId: "wamid.2", at, from: person, body: { kind: "text", text: "STOP" } }),
    userPreferencesChange(line, { person, value: "stop", at }),
    accountUpdate("ACCOUNT_RESTRICTION", { restriction_info: [{ restriction_type: "X", expiration: 1 }] }),
    templateStatusUpdate({
      event: "PAUSED",
      template: { id: "721045998320117123", name: "offer", language: "de" },
    }),
  ].map((change) => desk.bytesOf(change).toString("latin1"));
};

/** Whatever a value may be replaced with: types that do not fit, sizes that do not, characters that hurt. */
const odd = [
  "null",
  "true",
  "[]",
  "{}",
  "-1",
  "1e400",
  "12345678901234567890123",
  '""',
  '"\\u0000"',
  '"\\ud800"',
  '"__proto__"',
  "[[[[]]]]",
  '"2026"',
];

/**
 * A signed body of any content is answered as stored, leaves the queue, and stands in one row that says what became
 * of it; the bodies around it go through. The parsers meet 100,000 such bodies in
 * adapters/whatsapp-webhook/mutated-payloads.property.test.ts; here they meet the database.
 */
it("loses no signed body, whatever is in it, and never gets stuck on one", { timeout: 120_000 }, async () => {
  const bodies = seeds();
  const mutation = fc.record({
    base: fc.nat({ max: bodies.length - 1 }),
    place: fc.nat(),
    kind: fc.constantFrom("value", "cut", "byte", "none"),
    odd: fc.constantFrom(...odd),
    byte: fc.nat({ max: 255 }),
  });
  const mutated = (chosen: {
    base: number;
    place: number;
    kind: string;
    odd: string;
    byte: number;
  }): Buffer => {
    const text = bodies[chosen.base]!;
    const at = chosen.place % text.length;
    if (chosen.kind === "cut") return Buffer.from(text.slice(0, at), "latin1");
    if (chosen.kind === "byte")
      return Buffer.from(text.slice(0, at) + String.fromCharCode(chosen.byte) + text.slice(at + 1), "latin1");
    if (chosen.kind === "none") return Buffer.from(text, "latin1");
    const values = [...text.matchAll(/:("(?:[^"\\]|\\.)*"|-?[\d.]+|true|false|null)/g)];
    const hit = values[at % values.length]!;
    return Buffer.from(
      text.slice(0, hit.index + 1) + chosen.odd + text.slice(hit.index + hit[0].length),
      "latin1",
    );
  };
  const sent = new Set<string>();
  await fc.assert(
    fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 30 }), async (batch) => {
      for (const chosen of batch) {
        const body = mutated(chosen);
        sent.add(ports.webhooks.bodyHash(body));
        await desk.receive(body);
      }
      await desk.drain();
    }),
    { numRuns: 60, seed: 3 },
  );
  const rows = await database.client.webhookDelivery.groupBy({ by: ["state"], _count: true });
  expect(rows.reduce((sum, row) => sum + row._count, 0)).toBe(sent.size);
  expect(rows.map(({ state }) => state).filter((state) => state === "stored")).toEqual([]);
  expect(ports.seen.logged.filter(({ message }) => message === "webhook could not be worked on")).toEqual([]);
});
