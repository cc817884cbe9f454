import { createHmac } from "node:crypto";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Database } from "../../adapters/db/open-database.ts";
import type { GraphDouble } from "../../sandbox/graph-double.ts";
import {
  accountUpdate,
  businessCapabilityUpdate,
  phoneNumberQualityUpdate,
} from "../../sandbox/management-changes.ts";
import { inboundChange, statusesChange } from "../../sandbox/message-changes.ts";
import { envelopeOf, webhookBytes, type WebhookChange } from "../../sandbox/webhook-envelope.ts";
import { clearDatabase, wholeDatabaseText } from "../../testing/builders/clear-database.ts";
import { givenConnection, pollOnce } from "../../testing/builders/given-connection.ts";
import { givenGraph, graphPorts } from "../../testing/builders/graph-ports.ts";
import { realContacts } from "../../testing/builders/real-contacts.ts";
import { realSealer } from "../../testing/builders/real-sealer.ts";
import { testContext, type TestPorts } from "../../testing/builders/service-context.ts";
import { createTestDatabase } from "../../testing/setup/test-database.ts";
import { listAsideDeliveries } from "../collector/list-aside-deliveries.ts";
import { processWebhooks } from "./process-webhooks.ts";
import { receiveWebhook } from "./receive-webhook.ts";

let database: Database;
let ports: TestPorts;
let graph: GraphDouble;
let place: { organizationId: string; connectionId: string };
let wabaId: string;
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  await clearDatabase(database);
  const sealer = realSealer(database);
  ports = graphPorts(database, { sealer, contacts: realContacts(database, sealer) });
  graph = await givenGraph(ports);
  place = await givenConnection(ports, graph);
  await pollOnce(ports, place);
  wabaId = graph.world.portfolios[0]!.wabas[0]!.id;
  ports.seen.poked.length = 0;
});

const stored = () => database.client.webhookDelivery.findMany({ orderBy: { organizationId: "asc" } });
const events = () => database.client.webhookEvent.findMany({ orderBy: { id: "asc" } });
const signed = (body: Uint8Array) =>
  `sha256=${createHmac("sha256", graph.appSecret).update(body).digest("hex")}`;
const bytesOf = (change: WebhookChange, waba = wabaId) =>
  webhookBytes(envelopeOf(waba, change, ports.clock.now().getTime()));
const receive = (rawBody: Uint8Array) => receiveWebhook(ports, { rawBody, signature: signed(rawBody) });
const restriction = () => accountUpdate("ACCOUNT_RESTRICTION", { restriction_info: [] });
const line = { phoneNumberId: "330001000000001", digits: "999001000000" };
const letLeasesExpire = () =>
  database.client.$executeRaw`update webhook_delivery set next_attempt_at = now() - interval '1 second'
    where next_attempt_at is not null`;

describe("what is done with a stored webhook", () => {
  const work = async (...bodies: Uint8Array[]) => {
    for (const body of bodies) await receive(body);
    return processWebhooks(ports);
  };
  const envelope = (changes: readonly unknown[], waba = wabaId) =>
    Buffer.from(
      JSON.stringify({
        object: "whatsapp_business_account",
        entry: [{ id: waba, time: 1_780_304_400, changes }],
      }),
    );

  it("an account's news becomes an event and asks once for a poll of its connection", async () => {
    const other = graph.world.portfolios[0]!.wabas[1]!.id;
    const body = Buffer.from(
      JSON.stringify({
        object: "whatsapp_business_account",
        entry: [wabaId, wabaId, other].map((id) => ({ id, time: 1_780_304_400, changes: [restriction()] })),
      }),
    );
    expect(await work(body)).toBe(1);
    expect(ports.seen.repolls).toEqual([place]);
    expect(await stored()).toMatchObject([
      { state: "processed", processedAt: ports.clock.now(), error: null },
    ]);
    expect(await events()).toMatchObject([
      {
        wabaId,
        field: "account_update",
        event: "ACCOUNT_RESTRICTION",
        value: { event: "ACCOUNT_RESTRICTION", restriction_info: [] },
        occurredAt: new Date("2026-06-01T09:00:00.000Z"),
        recordedAt: ports.clock.now(),
      },
      { wabaId },
      { wabaId: other },
    ]);
  });

  it("a number's event keeps its digits, so that a history can show it", async () => {
    await work(
      bytesOf(
        phoneNumberQualityUpdate({ digits: "999001000000", event: "ONBOARDING", currentLimit: "TIER_250" }),
      ),
    );
    expect(await events()).toMatchObject([{ displayDigits: "999001000000", event: "ONBOARDING" }]);
  });

  it("messages ask for no poll, and people's data is nowhere stored in clear", async () => {
    const planted = { waId: "4915112345678", name: "Erika Musterfrau" };
    const message = inboundChange(line, {
      messageId: "wamid.planted-message",
      at: 0,
      from: planted,
      body: { kind: "text", text: "a very private sentence" },
    });
    const status = statusesChange(line, [
      { messageId: "wamid.planted-status", status: "read", at: 0, recipient: planted },
    ]);
    const mislabelled = { field: "account_update", value: { ...message.value, event: "SNEAKY" } };
    await work(
      bytesOf(message),
      bytesOf(status),
      bytesOf(mislabelled),
      envelope([{ field: "brand_new", value: planted }]),
    );
    expect(await events()).toEqual([]);
    expect(ports.seen.repolls).toEqual([place]); // the mislabelled one
    const everything = await wholeDatabaseText(database);
    for (const secret of [
      planted.waId,
      planted.name,
      "a very private sentence",
      "planted-message",
      "planted-status",
    ]) {
      expect(everything).not.toContain(secret);
      expect(everything).not.toContain(Buffer.from(secret).toString("hex"));
      expect(JSON.stringify(ports.seen.logged)).not.toContain(secret);
    }
  });

  it("worked on twice it adds nothing", async () => {
    await work(bytesOf(restriction()));
    await database.client.webhookDelivery.updateMany({ data: { state: "stored" } });
    await database.client
      .$executeRaw`update webhook_delivery set next_attempt_at = now() - interval '1 second'`;
    expect(await processWebhooks(ports)).toBe(1);
    expect(await events()).toHaveLength(1);
  });

  it("F21 an unknown WABA is kept as an orphan and counted", async () => {
    await work(bytesOf(restriction(), "999999999999999"));
    expect(await stored()).toMatchObject([{ state: "orphan" }]);
    expect(ports.seen.repolls).toEqual([]);
    // People see it: that it came, how large it is, and whose it says it is.
    const { data } = await listAsideDeliveries(testContext(database, { ports }), { limit: 50 });
    expect(data).toMatchObject([
      { state: "orphan", fields: ["account_update"], wabaIds: ["999999999999999"] },
    ]);
  });

  it.each<[string, unknown]>([
    ["an unknown object", { object: "page", entry: [{ id: "WABA", changes: [restriction()] }] }],
    ["no changes at all", { object: "whatsapp_business_account", entry: [] }],
    ["an empty object", {}],
  ])("F21 %s is kept as an orphan", async (_, body) => {
    await work(Buffer.from(JSON.stringify(body).replace("WABA", wabaId)));
    expect(await stored()).toMatchObject([{ state: "orphan" }]);
    expect(ports.seen.repolls).toEqual([]);
  });

  it.each([
    ["not JSON", "<html>"],
    ["JSON that is no object", "[1]"],
    ["nothing", ""],
  ])("an unreadable body is set aside with its reason: %s", async (_, text) => {
    await work(Buffer.from(text));
    const [row] = await stored();
    expect(row!.state).toBe("quarantined");
    expect((row!.error as { reason: string }).reason).toContain("the body");
    expect(await processWebhooks(ports)).toBe(0);
  });

  it("F19 one broken change of 1,000 loses none of the others", async () => {
    const changes: unknown[] = Array.from({ length: 1_000 }, (_, index) => ({
      field: "account_update",
      value: { event: "PARTNER_ADDED", ordinal: index },
    }));
    changes[500] = "broken";
    await work(envelope(changes));
    expect(await database.client.webhookEvent.count()).toBe(999);
    const [row] = await stored();
    expect(row).toMatchObject({ state: "quarantined", error: { broken: [{ index: 500 }] } });
  });

  it("F34 a NUL character, which the database cannot hold, loses no event", async () => {
    await work(
      envelope([
        {
          field: "account_update",
          value: { event: "PARTNER_ADDED", note: "before \u0000 after", "key\u0000": 1 },
        },
        restriction(),
      ]),
    );
    expect(await events()).toHaveLength(2);
    expect(await stored()).toMatchObject([{ state: "processed" }]);
  });

  it("F43 killed in the middle it is taken again when its lease ends, and set aside after five tries", async () => {
    const failing: TestPorts = {
      ...ports,
      requestRepoll: () => Promise.reject(new Error("the queue is away")),
    };
    await receive(bytesOf(restriction()));
    await receive(bytesOf(businessCapabilityUpdate({ limit: 2000 }), "999999999999999"));
    expect(await processWebhooks(failing)).toBe(2);
    const states = async () => (await stored()).map(({ state }) => state).sort();
    expect(await states()).toEqual(["orphan", "stored"]);
    expect(await processWebhooks(ports)).toBe(0);
    for (let attempt = 2; attempt <= 4; attempt++) {
      await letLeasesExpire();
      expect(await processWebhooks(failing)).toBe(1);
    }
    expect(await states()).toEqual(["orphan", "stored"]);
    await letLeasesExpire();
    await processWebhooks(failing);
    expect(await states()).toEqual(["orphan", "quarantined"]);
    expect(await events()).toHaveLength(1);
  });

  it("F45 two processes work on each delivery once", async () => {
    for (let index = 0; index < 20; index++)
      await receive(bytesOf(businessCapabilityUpdate({ limit: index })));
    const counts = await Promise.all(Array.from({ length: 4 }, () => processWebhooks(ports)));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(20);
    // One request a batch and connection, whatever the number of events; batches depend on who claims first.
    expect(ports.seen.repolls.length).toBeGreaterThanOrEqual(1);
    expect(ports.seen.repolls.length).toBeLessThanOrEqual(4);
    expect(new Set(ports.seen.repolls.map(({ connectionId }) => connectionId)).size).toBe(1);
  });
});
