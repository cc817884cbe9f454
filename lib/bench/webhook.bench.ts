import { createHmac } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { envelopeOf, webhookBytes } from "../sandbox/webhook-envelope.ts";
import { accountUpdate } from "../sandbox/management-changes.ts";
import { startGraphDouble } from "../sandbox/graph-double.ts";
import { createUniformWorld } from "../sandbox/world.ts";
import { startApp } from "../testing/process/app-process.ts";
import { freePort } from "../testing/setup/free-port.ts";
import { atMost, quantile, type Figure } from "./figure.ts";
import { withDataDir } from "./scratch.ts";

const perSecond = 50;
const seconds = 30;
const warmUpSeconds = 5;

/** Store-and-answer of signed webhooks at 50 a second on the embedded database, an open-loop arrival every 20 ms. */
export async function benchWebhook(): Promise<Figure[]> {
  const now = () => Date.now();
  const world = createUniformWorld({ wabas: 2, numbersPerWaba: 5, now, seed: 11 });
  const double = await startGraphDouble({ world });
  try {
    return await withDataDir(async (dataDir) => {
      const port = await freePort();
      const app = await startApp({
        dataDir,
        port,
        env: {
          GRAPH_BASE_URL: double.url,
          META_ACCESS_TOKEN: double.accessToken,
          META_APP_ID: double.appId,
          META_APP_SECRET: double.appSecret,
          META_BUSINESS_ID: world.portfolios[0]?.id ?? "",
        },
      });
      const wabaId = world.portfolios[0]?.wabas[0]?.id ?? "";
      const post = (serial: number) => postOne(app.url, double.appSecret, wabaId, serial);
      await atPace(warmUpSeconds * perSecond, (index) => post(-1 - index));
      const times = await atPace(seconds * perSecond, post);
      await app.stop();
      const detail = `${times.length} requests; p50 ${quantile(times, 0.5).toFixed(1)} ms, longest ${Math.max(...times).toFixed(1)} ms`;
      return [
        atMost("webhook, store and answer, embedded, p99 at 50/s", quantile(times, 0.99), "ms", 50, detail),
      ];
    });
  } finally {
    await double.close();
  }
}

async function atPace(count: number, post: (serial: number) => Promise<number>): Promise<number[]> {
  const running: Promise<number>[] = [];
  const startedAt = performance.now();
  for (let index = 0; index < count; index++) {
    const due = startedAt + (index * 1000) / perSecond;
    const wait = due - performance.now();
    if (wait > 0) await sleep(wait);
    running.push(post(index));
  }
  return Promise.all(running);
}

async function postOne(url: string, appSecret: string, wabaId: string, serial: number): Promise<number> {
  const change = accountUpdate("PARTNER_ADDED", { waba_info: { waba_id: wabaId, serial } });
  const body = webhookBytes(envelopeOf(wabaId, change, Date.now()));
  const signature = createHmac("sha256", appSecret).update(body).digest("hex");
  const startedAt = performance.now();
  const response = await fetch(`${url}/api/webhooks/meta`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-hub-signature-256": `sha256=${signature}` },
    body: new Uint8Array(body),
  });
  await response.arrayBuffer();
  if (response.status !== 200) throw new Error(`webhook answered ${response.status}`);
  return performance.now() - startedAt;
}
