import { createHash, createHmac } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { openDatabase, type Database } from "../../adapters/db/open-database.ts";
import { startGraphDouble, type GraphDouble } from "../../sandbox/graph-double.ts";
import { accountUpdate } from "../../sandbox/management-changes.ts";
import { seededRandom } from "../../sandbox/seeded-random.ts";
import { envelopeOf, webhookBytes } from "../../sandbox/webhook-envelope.ts";
import { createUniformWorld, type World } from "../../sandbox/world.ts";
import { signIn } from "./api-client.ts";
import { freePort } from "../setup/free-port.ts";
import { startApp } from "./app-process.ts";
import { startWebhookReceiver, type WebhookReceiver } from "./webhook-receiver.ts";

export interface KillLoopResult {
  readonly kills: number;
  /** Webhooks that were answered with 200, and how many of them are not in the database. */
  readonly answeredWebhooks: number;
  readonly missingWebhooks: number;
  readonly incidents: number;
  /** Planned notifications, and how many the receiver never accepted. */
  readonly notifications: number;
  readonly lostNotifications: number;
  /** Sent again with the same webhook-id: a receiver tells them apart from new ones. */
  readonly repeatedWithSameId: number;
  /** A second message of the same kind about the same incident under another id: what a person would notice. */
  readonly noticeableDuplicates: number;
}

/**
 * Kills the running program at random moments while webhooks arrive and ratings move, starts it again on the same
 * embedded database, and counts at the end. The seed fixes the moments; the machine's own timing remains.
 */
export async function runKillLoop(options: {
  kills: number;
  seed: number;
  dataDir: string;
}): Promise<KillLoopResult> {
  const random = seededRandom(options.seed);
  const world = createUniformWorld({
    wabas: 3,
    numbersPerWaba: 5,
    now: () => Date.now(),
    seed: options.seed,
  });
  const double = await startGraphDouble({ world });
  const receiver = await startWebhookReceiver();
  const port = await freePort();
  const traffic = startTraffic(`http://127.0.0.1:${port}`, double, world, random);
  try {
    const start = () => startApp({ dataDir: options.dataDir, port, env: environment(double, world) });
    let app = await start();
    const api = await signIn(app.url);
    await api.post("/api/v1/channels", { kind: "webhook", name: "kill loop", url: receiver.url });
    for (let kill = 0; kill < options.kills; kill++) {
      await sleep(200 + random() * 2_800);
      await app.kill();
      app = await start();
    }
    await traffic.stop();
    await settle(app.url);
    const code = await app.stop();
    if (code !== 0) throw new Error(`the program ended with ${code} after SIGTERM:\n${app.output()}`);
    return await count(options, traffic.answered, receiver);
  } finally {
    await traffic.stop();
    await receiver.close();
    await double.close();
  }
}

function environment(double: GraphDouble, world: World): Record<string, string> {
  return {
    GRAPH_BASE_URL: double.url,
    META_ACCESS_TOKEN: double.accessToken,
    META_APP_ID: double.appId,
    META_APP_SECRET: double.appSecret,
    META_BUSINESS_ID: world.portfolios[0]?.id ?? "",
    POLL_INTERVAL_SECONDS: "1",
    OUTBOUND_ALLOW: "127.0.0.1",
  };
}

/** Webhooks at about 25 a second and a rating that moves every 300 ms, whether or not anyone listens. */
function startTraffic(url: string, double: GraphDouble, world: World, random: () => number) {
  const answered = new Set<string>();
  const wabas = world.portfolios[0]?.wabas ?? [];
  const numbers = wabas.flatMap((waba) => waba.phoneNumbers);
  const stopping = new AbortController();
  let serial = 0;
  const webhooks = (async () => {
    while (!stopping.signal.aborted) {
      const wabaId = wabas[serial % wabas.length]?.id ?? "";
      const change = accountUpdate("PARTNER_ADDED", { waba_info: { waba_id: wabaId, serial: serial++ } });
      const body = webhookBytes(envelopeOf(wabaId, change, Date.now()));
      if ((await post(url, body, double.appSecret)) === 200) {
        answered.add(createHash("sha256").update(body).digest("hex"));
      }
      await sleep(40);
    }
  })();
  const ratings = (async () => {
    while (!stopping.signal.aborted) {
      const number = numbers[Math.floor(random() * numbers.length)];
      if (number !== undefined) world.setRating(number.id, number.rating === "GREEN" ? "YELLOW" : "GREEN");
      await sleep(300);
    }
  })();
  return {
    answered,
    stop: async () => {
      stopping.abort();
      await Promise.all([webhooks, ratings]);
    },
  };
}

async function post(url: string, body: Uint8Array, appSecret: string): Promise<number> {
  const signature = createHmac("sha256", appSecret).update(body).digest("hex");
  try {
    const response = await fetch(`${url}/api/webhooks/meta`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-hub-signature-256": `sha256=${signature}` },
      body: new Uint8Array(body),
      signal: AbortSignal.timeout(5_000),
    });
    await response.arrayBuffer();
    return response.status;
  } catch {
    return 0;
  }
}

/** Waits until nothing is left to work on. Leases of the killed process run out within a minute. */
async function settle(url: string): Promise<void> {
  const deadline = performance.now() + 120_000;
  for (;;) {
    const metrics = await (await fetch(`${url}/metrics`)).text();
    const value = (name: string) => Number(new RegExp(`^${name} (\\d+)`, "m").exec(metrics)?.[1] ?? "1");
    if (value("staygreen_deliveries_waiting") + value("staygreen_webhooks_waiting") === 0) return;
    if (performance.now() > deadline) throw new Error("work was left over two minutes after the last kill");
    await sleep(250);
  }
}

async function count(
  options: { kills: number; dataDir: string },
  answered: ReadonlySet<string>,
  receiver: WebhookReceiver,
): Promise<KillLoopResult> {
  const database: Database = await openDatabase({ root: process.cwd(), dataDirectory: options.dataDir });
  try {
    const stored = await database.client.webhookDelivery.findMany({ select: { id: true } });
    const storedIds = new Set(stored.map((row) => row.id));
    const deliveries = await database.client.delivery.findMany({ select: { dedupeKey: true } });
    const received = receiver.messages.map((message) => message.id);
    const distinct = new Set(received);
    const perEvent = new Map<string, Set<string>>();
    for (const message of receiver.messages) {
      const key = `${message.incidentId}/${message.type}`;
      perEvent.set(key, (perEvent.get(key) ?? new Set()).add(message.id));
    }
    return {
      kills: options.kills,
      answeredWebhooks: answered.size,
      missingWebhooks: [...answered].filter((id) => !storedIds.has(id)).length,
      incidents: await database.client.incident.count(),
      notifications: deliveries.length,
      lostNotifications: deliveries.filter((delivery) => !distinct.has(delivery.dedupeKey)).length,
      repeatedWithSameId: received.length - distinct.size,
      noticeableDuplicates: [...perEvent.values()].reduce((sum, ids) => sum + ids.size - 1, 0),
    };
  } finally {
    await database.close();
  }
}
