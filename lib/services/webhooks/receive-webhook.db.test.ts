import { createHash, createHmac } from "node:crypto";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Database } from "../../adapters/db/open-database.ts";
import type { GraphDouble } from "../../sandbox/graph-double.ts";
import {
  accountUpdate,
  businessCapabilityUpdate,
  phoneNumberNameUpdate,
} from "../../sandbox/management-changes.ts";
import { envelopeOf, webhookBytes, type WebhookChange } from "../../sandbox/webhook-envelope.ts";
import { createWebhookSender } from "../../sandbox/webhook-sender.ts";
import { clearDatabase } from "../../testing/builders/clear-database.ts";
import { givenConnection, pollOnce } from "../../testing/builders/given-connection.ts";
import { givenGraph, graphPorts } from "../../testing/builders/graph-ports.ts";
import { realSealer } from "../../testing/builders/real-sealer.ts";
import { createTestDatabase } from "../../testing/setup/test-database.ts";
import { updateConnection } from "../connections/update.ts";
import { testContext, type TestPorts } from "../../testing/builders/service-context.ts";
import { processTransitions } from "../transitions/process-transitions.ts";
import { processWebhooks } from "./process-webhooks.ts";
import { receiveWebhook, webhookBodyPlace } from "./receive-webhook.ts";
import { verifyHandshake } from "./verify-handshake.ts";

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
  ports = graphPorts(database, { sealer: realSealer(database) });
  graph = await givenGraph(ports);
  place = await givenConnection(ports, graph);
  await pollOnce(ports, place);
  wabaId = graph.world.portfolios[0]!.wabas[0]!.id;
  ports.seen.poked.length = 0;
});

const stored = () => database.client.webhookDelivery.findMany({ orderBy: { organizationId: "asc" } });
const events = () => database.client.webhookEvent.findMany({ orderBy: { id: "asc" } });
const signed = (body: Uint8Array, secret = graph.appSecret) =>
  `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`;
const bytesOf = (change: WebhookChange, waba = wabaId) =>
  webhookBytes(envelopeOf(waba, change, ports.clock.now().getTime()));
const receive = (rawBody: Uint8Array, signature: string | null = signed(rawBody)) =>
  receiveWebhook(ports, { rawBody, signature });
const restriction = () => accountUpdate("ACCOUNT_RESTRICTION", { restriction_info: [] });
const line = { phoneNumberId: "330001000000001", digits: "999001000000" };

/** Meta's side: the sandbox's sender, with our receiver in place of the network. */
function meta(appSecret = graph.appSecret) {
  return createWebhookSender({
    callbackUrl: "https://staygreen.test/api/webhooks/meta",
    appSecret,
    now: () => ports.clock.now().getTime(),
    seed: 1,
    retryDelaysMs: [],
    fetch: async (_, init) => {
      const rawBody = init!.body as Uint8Array;
      const signature = new Headers(init!.headers).get("x-hub-signature-256");
      const received = await receiveWebhook(ports, { rawBody, signature });
      return new Response("", { status: received === "stored" ? 200 : 401 });
    },
  });
}

describe("F24 the handshake", () => {
  const ask = (
    verifyToken: string | null,
    mode: string | null = "subscribe",
    challenge: string | null = "1158",
  ) => verifyHandshake(ports, { mode, verifyToken, challenge });

  it("repeats the challenge for a token of ours, of whichever organization", async () => {
    await givenConnection(ports, graph, { organizationId: "other", verifyToken: "token-of-the-other" });
    expect(await ask(graph.verifyToken)).toBe("1158");
    expect(await ask("token-of-the-other")).toBe("1158");
  });

  it.each([
    ["a wrong token", ["wrong-token", "subscribe", "1158"]],
    ["a token of the same length", ["sandbox-verify-tokem", "subscribe", "1158"]],
    ["an empty token", ["", "subscribe", "1158"]],
    ["no token", [null, "subscribe", "1158"]],
    ["another mode", ["sandbox-verify-token", "unsubscribe", "1158"]],
    ["no mode", ["sandbox-verify-token", null, "1158"]],
    ["no challenge", ["sandbox-verify-token", "subscribe", null]],
  ] as const)("refuses %s", async (_, [token, mode, challenge]) => {
    expect(await ask(token, mode, challenge)).toBeNull();
  });

  it("forgets the token of a removed connection", async () => {
    await database.client.connection.updateMany({
      data: { state: "removed", verifyTokenCipher: Buffer.alloc(0) },
    });
    expect(await ask(graph.verifyToken)).toBeNull();
    expect(await ask("")).toBeNull();
  });
});

describe("F14 signatures", () => {
  const body = () => bytesOf(restriction());
  const hex = (bytes: Uint8Array) => signed(bytes).slice("sha256=".length);

  it.each<[string, (bytes: Uint8Array) => string | null]>([
    ["none", () => null],
    ["an empty one", () => ""],
    ["one of another secret", (bytes) => signed(bytes, "another-secret")],
    ["one of another body", () => signed(Buffer.from("{}"))],
    ["SHA-1", (bytes) => `sha1=${createHmac("sha1", graph.appSecret).update(bytes).digest("hex")}`],
    ["an unkeyed hash", (bytes) => `sha256=${createHash("sha256").update(bytes).digest("hex")}`],
    ["one cut short", (bytes) => signed(bytes).slice(0, -1)],
    ["one too long", (bytes) => `${signed(bytes)}0`],
    ["upper-case digits", (bytes) => `sha256=${hex(bytes).toUpperCase()}`],
    ["an upper-case prefix", (bytes) => `SHA256=${hex(bytes)}`],
    ["no prefix", hex],
    ["umlauts", () => "ü".repeat(71)],
  ])("refuses %s, and nothing is stored or logged", async (_, sign) => {
    const bytes = body();
    ports.seen.logged.length = 0;
    expect(await receive(bytes, sign(bytes))).toBe("refused");
    expect(await stored()).toEqual([]);
    expect(ports.seen.poked).toEqual([]);
    expect(ports.seen.logged).toEqual([]);
  });

  it("takes a right one", async () => {
    expect(await receive(body())).toBe("stored");
    expect(await stored()).toMatchObject([
      {
        ...place,
        state: "stored",
        receivedCount: 1,
        byteCount: body().byteLength,
        occurredAt: ports.clock.now(),
      },
    ]);
    expect(ports.seen.poked).toEqual(["webhooks"]);
  });

  it("refuses everything while no connection has an app secret", async () => {
    await database.client.connection.updateMany({ data: { appSecretCipher: null } });
    expect(await receive(body())).toBe("refused");
    expect(await receive(body(), signed(body(), ""))).toBe("refused");
  });

  it("is not stopped by one connection whose secret cannot be decrypted", async () => {
    await givenConnection(ports, graph, { organizationId: "broken", id: "a-first" });
    await database.client.connection.updateMany({
      where: { organizationId: "broken" },
      data: { appSecretCipher: Buffer.from([1, 2, 3]), verifyTokenCipher: Buffer.from([1, 2, 3]) },
    });
    expect(await receive(body())).toBe("stored");
    expect((await stored()).map(({ organizationId }) => organizationId)).toEqual(["default"]);
    const query = { mode: "subscribe", verifyToken: graph.verifyToken, challenge: "1158" };
    expect(await verifyHandshake(ports, query)).toBe("1158");
  });
});

describe("F15 the body", () => {
  it.each<[string, Uint8Array]>([
    [
      "Meta's escapes",
      Buffer.from(
        '{"entry":[{"id":"1","changes":[{"field":"account_update","value":{"n":"K\\u00f6ln \\/"}}]}]}',
      ),
    ],
    [
      "emoji and umlauts in UTF-8",
      Buffer.from(
        '{ "entry" : [{"id": "1", "changes": [{"field":"account_update","value":{"n":"😀 ö"}}]}] }',
      ),
    ],
    ["every byte there is", Uint8Array.from({ length: 256 }, (_, index) => index)],
    ["nothing", new Uint8Array()],
  ])("comes back byte for byte when it holds nobody's words: %s", async (_, bytes) => {
    expect(await receive(bytes)).toBe("stored");
    const [row] = await stored();
    expect(row!.id).toBe(createHash("sha256").update(bytes).digest("hex"));
    const place = webhookBodyPlace(row!.organizationId, row!.id);
    const packed = await ports.sealer.openBytes(place, row!.bodyCipher);
    expect(Buffer.from(await ports.webhooks.unpackBody(packed))).toEqual(Buffer.from(bytes));
  });

  it("is verified as sent, with escapes, names and huge ids of Meta's own making", async () => {
    const change = phoneNumberNameUpdate({
      digits: line.digits,
      decision: "APPROVED",
      requestedName: "Köln/Café 😀",
    });
    const deliveries = await meta().send(envelopeOf(wabaId, change, ports.clock.now().getTime()));
    expect(deliveries).toEqual([{ outcome: "delivered", status: 200, attempts: 1 }]);
    await processWebhooks(ports);
    expect(await events()).toMatchObject([{ value: { requested_verified_name: "Köln/Café 😀" } }]);
  });
});

it("F19 a body of 3 MB with 1,000 changes is on disk, and so answered, in under a second", async () => {
  const bodyOf = (time: number) => {
    const changes = Array.from({ length: 1_000 }, (_, ordinal) => ({
      field: "account_update",
      value: { event: "PARTNER_ADDED", ordinal, note: "x".repeat(3_000) },
    }));
    return Buffer.from(
      JSON.stringify({ object: "whatsapp_business_account", entry: [{ id: wabaId, time, changes }] }),
    );
  };
  const took: number[] = [];
  for (const time of [1_780_304_400, 1_780_304_401, 1_780_304_402]) {
    const bytes = bodyOf(time);
    expect(bytes.byteLength).toBeGreaterThan(3_000_000);
    const began = performance.now();
    expect(await receive(bytes)).toBe("stored");
    took.push(performance.now() - began);
  }
  // The quickest: other tests share this machine's cores.
  expect(Math.min(...took)).toBeLessThan(1_000);
});

describe("F16 the same delivery", () => {
  it("five times at once is one row that says five, and one effect", async () => {
    const bytes = bytesOf(restriction());
    const answers = await Promise.all(Array.from({ length: 5 }, () => receive(bytes)));
    expect(answers).toEqual(Array.from({ length: 5 }, () => "stored"));
    expect(await stored()).toMatchObject([{ receivedCount: 5 }]);
    while ((await processWebhooks(ports)) > 0);
    expect(await events()).toHaveLength(1);
    expect(ports.seen.repolls).toEqual([place]);
  });

  it.each([
    ["before it was worked on", false],
    ["after it was worked on", true],
  ])("F23 killed between commit and answer: the repetition, %s, adds nothing", async (_, workFirst) => {
    const bytes = bytesOf(restriction());
    // The body is on disk when this process ends; Meta hears nothing and sends again, to another one.
    const killed: TestPorts = {
      ...ports,
      poke: () => {
        throw new Error("killed");
      },
    };
    await expect(receiveWebhook(killed, { rawBody: bytes, signature: signed(bytes) })).rejects.toThrow(
      "killed",
    );
    expect(await stored()).toMatchObject([{ state: "stored", receivedCount: 1 }]);
    if (workFirst) await processWebhooks(ports);
    expect(await receive(bytes)).toBe("stored");
    while ((await processWebhooks(ports)) > 0);
    expect(await stored()).toMatchObject([{ state: "processed", receivedCount: 2 }]);
    expect(await events()).toHaveLength(1);
    expect(ports.seen.repolls).toEqual([place]);
  });

  it("F17 for the first time after seven days: at its own time, and no alarm about the past", async () => {
    const bytes = bytesOf(restriction());
    const at = ports.clock.now();
    ports.clock.advance(7 * 86_400_000);
    await pollOnce(ports, place);
    await receive(bytes);
    await processWebhooks(ports);
    await pollOnce(ports, place);
    await processTransitions(ports);
    expect(await events()).toMatchObject([{ occurredAt: at, recordedAt: ports.clock.now() }]);
    expect(await database.client.transition.count()).toBe(0);
    expect(await database.client.incident.count()).toBe(0);
  });

  it("F17 again after days is counted, and neither worked on nor dated anew", async () => {
    const bytes = bytesOf(restriction());
    const at = ports.clock.now();
    await receive(bytes);
    await processWebhooks(ports);
    ports.clock.advance(7 * 86_400_000);
    await receive(bytes);
    expect(await processWebhooks(ports)).toBe(0);
    expect(await stored()).toMatchObject([
      { receivedCount: 2, state: "processed", occurredAt: at, lastReceivedAt: ports.clock.now() },
    ]);
    expect(await events()).toMatchObject([{ occurredAt: at }]);
  });
});

describe("whose webhook it is", () => {
  it("reaches the organization whose secret signed it, and nobody else", async () => {
    const second = await givenGraph(ports, { seed: 2, appSecret: "the-other-app-secret" });
    await givenConnection(ports, second, { organizationId: "other" });
    await meta().send(envelopeOf(wabaId, restriction(), 1));
    await meta("the-other-app-secret").send(envelopeOf("2", restriction(), 2));
    expect((await stored()).map(({ organizationId }) => organizationId)).toEqual(["default", "other"]);
    expect(await meta("neither").send(envelopeOf(wabaId, restriction(), 3))).toMatchObject([{ status: 401 }]);
    await processWebhooks(ports);
    expect(await database.client.webhookEvent.findMany({ where: { organizationId: "other" } })).toMatchObject(
      [{ wabaId: "2" }],
    );
  });

  it("reaches every organization that shares the app, each with its own copy", async () => {
    await givenConnection(ports, graph, { organizationId: "other", id: "connection-2" });
    await givenConnection(ports, graph, { id: "connection-3" });
    const bytes = bytesOf(restriction());
    await receive(bytes);
    const rows = await stored();
    expect(rows.map(({ organizationId, connectionId }) => [organizationId, connectionId])).toEqual([
      ["default", "connection-1"],
      ["other", "connection-2"],
    ]);
    expect(rows[0]!.bodyCipher).not.toEqual(rows[1]!.bodyCipher);
  });

  it("is still taken while polling is paused or the token is dead", async () => {
    await updateConnection(testContext(database, { ports }), place.connectionId, { state: "paused" });
    expect(await receive(bytesOf(restriction()))).toBe("stored");
    await database.client.connection.updateMany({ data: { state: "token-dead" } });
    expect(await receive(bytesOf(businessCapabilityUpdate({ limit: 2000 })))).toBe("stored");
  });
});
