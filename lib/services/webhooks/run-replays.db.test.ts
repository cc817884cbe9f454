import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { Prisma } from "../../adapters/db/generated/client.ts";
import type { Database } from "../../adapters/db/open-database.ts";
import { accountUpdate } from "../../sandbox/management-changes.ts";
import { inboundChange, statusesChange, userPreferencesChange } from "../../sandbox/message-changes.ts";
import { clearDatabase } from "../../testing/builders/clear-database.ts";
import { givenConnection, pollOnce } from "../../testing/builders/given-connection.ts";
import { givenGraph, graphPorts } from "../../testing/builders/graph-ports.ts";
import { realSealer } from "../../testing/builders/real-sealer.ts";
import { testContext, type TestPorts } from "../../testing/builders/service-context.ts";
import { webhookDesk, type WebhookDesk } from "../../testing/builders/webhook-desk.ts";
import { createTestDatabase } from "../../testing/setup/test-database.ts";
import { fingerprintFacts } from "./fingerprint-facts.ts";
import { getReplay } from "./get-replay.ts";
import { processWebhooks } from "./process-webhooks.ts";
import { runReplays } from "./run-replays.ts";
import { startReplay } from "./start-replay.ts";

let database: Database;
let ports: TestPorts;
let desk: WebhookDesk;
let line: { phoneNumberId: string; digits: string };
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  await clearDatabase(database);
  ports = graphPorts(database, { sealer: realSealer(database) });
  const graph = await givenGraph(ports);
  await pollOnce(ports, await givenConnection(ports, graph));
  desk = webhookDesk(ports, graph);
  line = { phoneNumberId: desk.phoneNumberId, digits: "999001000000" };
});

const context = () => testContext(database, { ports });
const at = (seconds: number) => Date.parse("2026-06-01T08:00:00Z") + seconds * 1000;
const ada = { waId: "4917604069001" };
const everything = { windowStart: new Date("2025-12-01"), windowEnd: new Date("2026-07-01") };
const fingerprint = () => fingerprintFacts(ports, "default", everything);
const status = (messageId: string, name: "sent" | "delivered" | "failed", errorCode?: number) =>
  statusesChange(line, [
    { messageId, status: name, at: at(1), recipient: ada, ...(errorCode === undefined ? {} : { errorCode }) },
  ]);

/** A day in small: statuses over several bodies, a STOP, a preference, an ad, an account's news. */
async function someHistory(): Promise<void> {
  await desk.work(status("wamid.a", "sent"), status("wamid.b", "failed", 131050));
  ports.clock.advance(60_000);
  await desk.work(
    status("wamid.a", "delivered"),
    inboundChange(line, {
      messageId: "wamid.stop",
      at: at(2),
      from: ada,
      body: { kind: "text", text: "Stop please" },
      inReplyTo: "wamid.a",
      referralSourceId: "ad-1",
    }),
    userPreferencesChange(line, { person: ada, value: "stop", at: at(3) }),
    accountUpdate("ACCOUNT_RESTRICTION", { restriction_info: [] }),
  );
  ports.clock.advance(60_000);
}

describe("a replay of kept webhooks", () => {
  it("gives the same facts when nothing has changed, and says so", async () => {
    await someHistory();
    const before = await fingerprint();
    const changes = await database.client.assetChange.count();
    const { id } = await startReplay(context());
    expect(await runReplays(ports)).toBe(6);
    expect(await getReplay(context(), id)).toMatchObject({
      state: "done",
      totalCount: 6,
      deliveryCount: 6,
      removedCount: 0,
      identical: true,
      error: null,
    });
    expect(await fingerprint()).toBe(before);
    expect(await database.client.assetChange.count()).toBe(changes);
  });

  it("corrects what an earlier version had read wrongly, and removes what it had invented", async () => {
    await someHistory();
    const right = await fingerprint();
    await database.client.exposure.updateMany({
      where: { id: "key-of-wamid.a" },
      data: { readAt: new Date(at(7)), campaignKey: "wrong", errorCode: 1 },
    });
    await database.client.signal.updateMany({
      where: { id: "message:key-of-wamid.stop" },
      data: { kind: "resume" },
    });
    const [row] = await database.client.exposure.findMany({ take: 1 });
    await database.client.exposure.create({
      data: { ...row!, splitSources: Prisma.DbNull, id: "wamid.invented" },
    });
    const [signal] = await database.client.signal.findMany({ take: 1, where: { deliveryId: { not: null } } });
    await database.client.signal.create({
      data: { ...signal!, touches: Prisma.DbNull, id: "invented", detail: {} },
    });
    const { id } = await startReplay(context());
    await runReplays(ports);
    expect(await fingerprint()).toBe(right);
    expect(await getReplay(context(), id)).toMatchObject({
      state: "done",
      removedCount: 1,
      identical: false,
    });
  });

  it("F19 takes back a body that was set aside, once its parser can read it", async () => {
    const broken: TestPorts = {
      ...ports,
      webhooks: {
        ...ports.webhooks,
        parseEnvelope: (body) => {
          const parsed = ports.webhooks.parseEnvelope(body);
          if (parsed.kind === "unreadable") return parsed;
          return {
            ...parsed,
            changes: parsed.changes.slice(1),
            broken: [{ index: 0, reason: "a new shape" }],
          };
        },
      },
    };
    const stillBroken = Buffer.from("<html>");
    await desk.receive(desk.bytesOf(accountUpdate("ACCOUNT_RESTRICTION", { restriction_info: [] })));
    await desk.receive(stillBroken);
    while ((await processWebhooks(broken)) > 0);
    const states = async () =>
      (await database.client.webhookDelivery.findMany({ orderBy: { byteCount: "desc" } })).map(
        ({ state, error }) => [state, error],
      );
    expect((await states()).map(([state]) => state)).toEqual(["quarantined", "quarantined"]);
    expect(await database.client.webhookEvent.count()).toBe(0);
    ports.clock.advance(60_000);
    await startReplay(context());
    expect(await runReplays(ports)).toBe(2);
    expect(await states()).toEqual([
      ["processed", null],
      ["quarantined", expect.objectContaining({ reason: expect.any(String) as string })],
    ]);
    expect(await database.client.webhookEvent.findMany()).toMatchObject([{ event: "ACCOUNT_RESTRICTION" }]);
  });

  it("leaves alone what was known before the oldest kept body", async () => {
    await someHistory();
    const [row] = await database.client.exposure.findMany({ where: { id: "key-of-wamid.a" } });
    await database.client.exposure.update({
      where: { organizationId_id: { organizationId: "default", id: "key-of-wamid.a" } },
      data: { recordedAt: new Date("2026-01-01T00:00:00Z"), readAt: new Date(at(9)) },
    });
    const old = {
      ...row!,
      splitSources: Prisma.DbNull,
      id: "wamid.old",
      recordedAt: new Date("2026-01-01T00:00:00Z"),
    };
    await database.client.exposure.create({ data: old });
    await startReplay(context());
    await runReplays(ports);
    const after = await database.client.exposure.findMany({ orderBy: { id: "asc" } });
    expect(after.map(({ id }) => id)).toEqual(["key-of-wamid.a", "key-of-wamid.b", "wamid.old"]);
    expect(after[0]).toMatchObject({ readAt: new Date(at(9)), deliveredAt: new Date(at(1)) });
  });

  it("does not touch facts that came by another way", async () => {
    await someHistory();
    await database.client.exposure.updateMany({
      where: { id: "key-of-wamid.b" },
      data: { origin: "api", readAt: new Date(at(8)) },
    });
    await startReplay(context());
    await runReplays(ports);
    expect(await database.client.exposure.findFirst({ where: { id: "key-of-wamid.b" } })).toMatchObject({
      origin: "api",
      readAt: new Date(at(8)),
    });
  });

  it("webhooks that come in while it runs are not lost", async () => {
    await someHistory();
    await startReplay(context());
    await desk.work(
      statusesChange(line, [{ messageId: "wamid.a", status: "read", at: at(30), recipient: ada }]),
      status("wamid.young", "sent"),
    );
    await runReplays(ports);
    const after = await database.client.exposure.findMany({ orderBy: { id: "asc" } });
    expect(after.map(({ id }) => id)).toEqual(["key-of-wamid.a", "key-of-wamid.b", "key-of-wamid.young"]);
    expect(after[0]).toMatchObject({
      sentAt: new Date(at(1)),
      deliveredAt: new Date(at(1)),
      readAt: new Date(at(30)),
    });
  });

  it("is taken up where a killed process left it, and by one process only", async () => {
    await someHistory();
    const right = await fingerprint();
    const { id } = await startReplay(context());
    const dying: TestPorts = {
      ...ports,
      contacts: {
        ...ports.contacts,
        open: () => {
          throw new Error("killed");
        },
      },
    };
    await runReplays(dying).catch(() => undefined);
    await database.client.webhookReplay.updateMany({
      data: { state: "running", openKey: "running", finishedAt: null },
    });
    expect(await runReplays(ports)).toBe(0);
    await database.client.webhookReplay.updateMany({ data: { leaseUntil: new Date(0) } });
    await Promise.all([runReplays(ports), runReplays(ports)]);
    expect(await getReplay(context(), id)).toMatchObject({ state: "done", identical: true });
    expect(await fingerprint()).toBe(right);
  });

  it("one at a time; another organization does not see it; reading it needs a right, starting it more", async () => {
    await someHistory();
    const { id } = await startReplay(context());
    await expect(startReplay(context())).rejects.toMatchObject({ code: "CONFLICT" });
    const other = testContext(database, { ports, organizationId: "other" });
    await expect(getReplay(other, id)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(startReplay(testContext(database, { ports, role: "growth" }))).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    expect(
      await database.client.auditEntry.findFirst({ where: { action: "webhooks.replay" } }),
    ).toMatchObject({
      subject: `webhook-replay:${id}`,
    });
  });

  it("F49 nothing is asked of Meta and nobody is told anew", async () => {
    await someHistory();
    ports.seen.repolls.length = 0;
    const transitions = await database.client.transition.count();
    await startReplay(context());
    await runReplays(ports);
    expect(ports.seen.repolls).toEqual([]);
    expect(await database.client.transition.count()).toBe(transitions);
  });
});
