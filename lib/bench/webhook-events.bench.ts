import { setTimeout as sleep } from "node:timers/promises";
import { startGraphDouble } from "../sandbox/graph-double.ts";
import { createUniformWorld } from "../sandbox/world.ts";
import { startApp } from "../testing/process/app-process.ts";
import { freePort } from "../testing/setup/free-port.ts";
import { copyBaseline } from "./copy-baseline.ts";
import { atLeast, atMost, quantile, type Figure } from "./figure.ts";
import { withDataDir } from "./scratch.ts";
import { createStatusBatches, statusesPerBatch } from "./status-batches.ts";

/** Batches at a fixed pace against the real program on PostgreSQL or the embedded database. */
export interface EventsLoad {
  readonly databaseUrl: string | undefined;
  /** Batches of 1,000 statuses a second, sent at a fixed pace whether or not answers come. */
  readonly batchesPerSecond: number;
  readonly seconds: number;
  readonly target: number;
}

const warmUpSeconds = 5;

/**
 * Message statuses over HTTP in batches of 1,000 to durable, deduplicated rows: events per second from the first
 * request until the last row is stored, and how long the answers took. On PostgreSQL the same rows are loaded by COPY
 * for comparison.
 */
export async function benchWebhookEvents(load: EventsLoad): Promise<Figure[]> {
  return withReceiver(load.databaseUrl, (receiver) => measure(load, receiver));
}

/** The program as it takes webhooks, and bodies that fit its connection. */
export interface Receiver {
  readonly url: string;
  readonly post: (serial: number) => Promise<number>;
}

/** Starts the real program with a connection to a small double, and stops both afterwards. */
export async function withReceiver<T>(
  databaseUrl: string | undefined,
  work: (receiver: Receiver) => Promise<T>,
): Promise<T> {
  const world = createUniformWorld({ wabas: 1, numbersPerWaba: 2, now: () => Date.now(), seed: 5 });
  const double = await startGraphDouble({ world });
  try {
    return await withDataDir(async (dataDir) => {
      const app = await startApp({
        dataDir,
        port: await freePort(),
        env: {
          ...(databaseUrl === undefined
            ? {}
            : { DATABASE_URL: databaseUrl, APP_SECRET: "bench-secret-bench-secret-bench-secret" }),
          GRAPH_BASE_URL: double.url,
          META_ACCESS_TOKEN: double.accessToken,
          META_APP_ID: double.appId,
          META_APP_SECRET: double.appSecret,
          META_BUSINESS_ID: world.portfolios[0]?.id ?? "",
        },
      });
      try {
        const waba = world.portfolios[0]?.wabas[0];
        const batchOf = createStatusBatches({
          wabaId: waba?.id ?? "",
          phoneNumberId: waba?.phoneNumbers[0]?.id ?? "",
          digits: "493023125014",
          appSecret: double.appSecret,
          startsAt: Math.floor(Date.now() / 1000) - 3_600,
        });
        return await work({ url: app.url, post: (serial) => postOne(app.url, batchOf(serial)) });
      } finally {
        await app.stop();
      }
    });
  } finally {
    await double.close();
  }
}

async function measure(load: EventsLoad, { url, post }: Receiver): Promise<Figure[]> {
  const kind = load.databaseUrl === undefined ? "embedded" : "PostgreSQL";
  const warmUp = warmUpSeconds * load.batchesPerSecond;
  await atPace(load.batchesPerSecond, warmUpSeconds, 1, post);
  await untilStored(url);
  const startedAt = performance.now();
  const count = load.seconds * load.batchesPerSecond;
  const times = await atPace(load.batchesPerSecond, load.seconds, 1 + warmUp, post);
  await untilStored(url);
  const elapsed = (performance.now() - startedAt) / 1000;
  const rate = (count * statusesPerBatch) / elapsed;
  const detail = `${count * statusesPerBatch} events offered at ${load.batchesPerSecond * statusesPerBatch}/s, all stored ${(elapsed - load.seconds).toFixed(1)} s after the last second began`;
  const baseline = load.databaseUrl === undefined ? null : await copyBaseline(load.databaseUrl, "exposure");
  const offered = (count + warmUp) * statusesPerBatch;
  const compared =
    baseline === null
      ? ""
      : `; COPY loads the resulting ${baseline.rows} rows at ${baseline.rowsPerSecond.toFixed(0)} rows/s, ${((baseline.rowsPerSecond * offered) / baseline.rows / rate).toFixed(1)} times this pace`;
  return [
    atLeast(
      `webhook status events to stored rows, ${kind}`,
      rate,
      "events/s",
      load.target,
      detail + compared,
    ),
    atMost(
      `answer to a batch of 1,000 statuses, ${kind}, p99`,
      quantile(times, 0.99),
      "ms",
      250,
      `p50 ${quantile(times, 0.5).toFixed(0)} ms, longest ${Math.max(...times).toFixed(0)} ms`,
    ),
  ];
}

/** Sends batches at a fixed pace; returns how long each answer took, in milliseconds. */
export async function atPace(
  batchesPerSecond: number,
  seconds: number,
  firstSerial: number,
  post: (serial: number) => Promise<number>,
): Promise<number[]> {
  const running: Promise<number>[] = [];
  const startedAt = performance.now();
  for (let index = 0; index < seconds * batchesPerSecond; index++) {
    const wait = startedAt + (index * 1000) / batchesPerSecond - performance.now();
    if (wait > 0) await sleep(wait);
    running.push(post(firstSerial + index));
  }
  return Promise.all(running);
}

async function postOne(url: string, batch: { body: Buffer; signature: string }): Promise<number> {
  const startedAt = performance.now();
  const response = await fetch(`${url}/api/webhooks/meta`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-hub-signature-256": batch.signature },
    body: new Uint8Array(batch.body),
  });
  await response.arrayBuffer();
  if (response.status !== 200) throw new Error(`a batch was answered ${response.status}`);
  return performance.now() - startedAt;
}

/** Waits until no stored body is left to work on, as the program's own metrics tell. */
export async function untilStored(url: string): Promise<void> {
  for (;;) {
    const text = await (await fetch(`${url}/metrics`)).text();
    const waiting = /^staygreen_webhooks_waiting(?:\{\})? (\d+)/m.exec(text)?.[1];
    if (waiting === undefined) throw new Error("the metric staygreen_webhooks_waiting is missing");
    if (waiting === "0") return;
    await sleep(50);
  }
}
