import { beginReplay, findReplay } from "../adapters/db/webhook-replays.ts";
import { openDatabase } from "../adapters/db/open-database.ts";
import { insertConnection } from "../services/connections/create.ts";
import { fingerprintFacts } from "../services/webhooks/fingerprint-facts.ts";
import { processWebhooks } from "../services/webhooks/process-webhooks.ts";
import { receiveWebhook } from "../services/webhooks/receive-webhook.ts";
import { runReplays } from "../services/webhooks/run-replays.ts";
import { benchPorts } from "./bench-ports.ts";
import { atLeast, atMost, type Figure } from "./figure.ts";
import { createStatusBatches, statusesPerBatch } from "./status-batches.ts";

const organizationId = "bench";
const wabaId = "204718350099121";
const appSecret = "bench-app-secret";

/** A recorded day of 1,000,000 status events is derived twice: the second time must give the same facts. */
export async function benchReplay(databaseUrl: string, batches: number): Promise<Figure[]> {
  const database = await openDatabase({ root: process.cwd(), databaseUrl });
  await database.migrate();
  const { ports, close } = benchPorts(database);
  try {
    const createdAt = new Date();
    await database.client.organization.create({ data: { id: organizationId, name: "Bench", createdAt } });
    await insertConnection(ports, {
      organizationId,
      id: "bench",
      name: "Bench",
      kind: "meta",
      managedBy: "person",
      graphBaseUrl: "http://127.0.0.1:9",
      apiVersion: "v25.0",
      businessId: null,
      wabaIds: [wabaId],
      appId: "1",
      accessToken: "bench-token",
      appSecret,
      verifyToken: "bench-verify",
      pollIntervalSeconds: 600,
    });
    await database.client.waba.create({
      data: { organizationId, id: wabaId, connectionId: "bench", state: "visible", firstSeenAt: createdAt },
    });
    const batchOf = createStatusBatches({
      wabaId,
      phoneNumberId: "330917284500611",
      digits: "493023125014",
      appSecret,
      startsAt: Math.floor(Date.now() / 1000) - 86_400,
    });
    const firstAt = performance.now();
    for (let serial = 1; serial <= batches; serial++) {
      const { body, signature } = batchOf(serial);
      await receiveWebhook(ports, { rawBody: body, signature });
      if (serial % 10 === 0) await drain(() => processWebhooks(ports));
    }
    await drain(() => processWebhooks(ports));
    const firstSeconds = (performance.now() - firstAt) / 1000;
    const window = { windowStart: createdAt, windowEnd: new Date(Date.now() + 1_000) };
    const before = await fingerprintFacts(ports, organizationId, window);

    const at = new Date();
    const id = ports.random.id(at);
    const begin = { organizationId, id, requestedBy: "bench", at, dropBefore: new Date(0) };
    await database.client.$transaction((tx) => beginReplay(tx, begin));
    const startedAt = performance.now();
    await drain(() => runReplays(ports));
    const seconds = (performance.now() - startedAt) / 1000;
    const replay = await findReplay(database.client, organizationId, id);
    const after = await fingerprintFacts(ports, organizationId, window);
    const events = batches * statusesPerBatch;
    const detail = `${events} events in ${seconds.toFixed(0)} s; first pass with receipt ${firstSeconds.toFixed(0)} s; facts ${before}; state ${replay?.state ?? "gone"}`;
    return [
      atMost("facts that a replay changed", before === after ? 0 : 1, "differences", 0, detail),
      atLeast("replay of raw webhooks, PostgreSQL", events / seconds, "events/s", 5_000),
    ];
  } finally {
    await close();
    await database.close();
  }
}

async function drain(run: () => Promise<number>): Promise<void> {
  while ((await run()) > 0);
}
