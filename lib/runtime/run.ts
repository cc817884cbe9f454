import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import os from "node:os";
import type { Env } from "../adapters/env.ts";
import { createLog, type Log } from "../adapters/log.ts";
import { deriveKeys } from "../adapters/secrets/derive-keys.ts";
import { loadAppSecret } from "../adapters/secrets/load-app-secret.ts";
import { startBackground, type Background } from "../jobs/background.ts";
import { startQueue, type Queue } from "../jobs/queue.ts";
import { buildAuthOptions } from "./auth-options.ts";
import { bootstrap } from "./bootstrap.ts";
import { buildPorts } from "./build-ports.ts";
import { setRuntime, type Runtime } from "./current.ts";
import { listen } from "./http-server.ts";
import { openMigratedDatabase } from "./open-migrated-database.ts";
import type { Role } from "./role.ts";
import { printWelcome } from "./print-welcome.ts";
import { createSandboxHost } from "./sandbox-host.ts";
import { servePages } from "./serve-pages.ts";

/** Requests under way and background work get this long when the process is told to stop. */
const graceMs = 15_000;

/** Plugs everything together, in the order in which a fault is cheapest to tell, and runs until told to stop. */
export async function run(options: { env: Env; role: Role; development: boolean }): Promise<void> {
  const { env, role, development } = options;
  const startedAt = performance.now();
  const log = createLog(env.LOG_LEVEL);
  const https = env.appUrl.startsWith("https:");
  const http = role === "worker" ? null : await listen({ port: env.PORT, https, development });
  const appUrl = env.APP_URL ?? `http://localhost:${http?.port ?? env.PORT}`;
  const settled: Env = { ...env, appUrl };
  const database = await openMigratedDatabase(settled, log);
  const keys = deriveKeys(
    await loadAppSecret({
      appSecret: env.APP_SECRET,
      dataDir: env.DATA_DIR,
      embedded: database.kind === "embedded",
    }),
  );
  const works = role !== "web";
  const queue = await startQueue(database, {
    supervise: works,
    onError: (error) => log.error({ error: String(error) }, "queue error"),
  });
  const late: { background: Background | null } = { background: null };
  const sandbox = createSandboxHost({ ownUrl: () => `http://127.0.0.1:${http?.port ?? env.PORT}`, log });
  const { ports, close: closePorts } = buildPorts({
    env: settled,
    database,
    log,
    keys,
    sandbox,
    poke: (loop) => late.background?.poke(loop),
    requestRepoll: (organizationId, connectionId) => requestRepoll(queue, organizationId, connectionId),
  });
  const { signInHint } = await bootstrap(ports, settled, { hostsSandbox: role !== "worker" });
  const runtime: Runtime = {
    ports,
    database,
    env: settled,
    queue,
    authOptions: buildAuthOptions(ports, { secret: keys.sessionSecret, secureCookies: https }),
    sessionSecret: keys.sessionSecret,
    secureCookies: https,
    version: readVersion(),
    stopping: false,
  };
  setRuntime(runtime);
  if (works) {
    const workerId = `${os.hostname()}-${process.pid}-${randomBytes(4).toString("hex")}`;
    late.background = await startBackground(ports, queue, workerId);
  }
  if (http !== null) await servePages(http, { appUrl, development });
  stopOnSignal(log, runtime, async () => {
    await http?.stop(graceMs);
    await late.background?.stop();
    await queue.stop();
    await sandbox.stop();
    await closePorts();
    await database.close();
  });
  printWelcome({ role, env: settled, database, signInHint, milliseconds: performance.now() - startedAt });
}

/** In a storm of events a connection is looked at this often at most: every look costs calls of Meta's budget. */
const repollEverySeconds = 10;

/** Meta's events say "look now"; the rating may follow a little later, so two more looks are planned. */
async function requestRepoll(queue: Queue, organizationId: string, connectionId: string): Promise<void> {
  const payload = { organizationId, connectionId };
  const key = `${organizationId}/${connectionId}`;
  await queue.send("repoll", payload, {
    singletonKey: key,
    singletonSeconds: repollEverySeconds,
    // The last event of a storm is not lost: it is looked at when the present ten seconds are over.
    singletonNextSlot: true,
  });
  for (const startAfter of [30, 300]) {
    await queue.send("repoll", payload, { singletonKey: `${key}/${startAfter}`, startAfter });
  }
}

function stopOnSignal(log: Log, runtime: Runtime, stop: () => Promise<void>): void {
  const onSignal = (signal: NodeJS.Signals) => {
    if (runtime.stopping) return;
    runtime.stopping = true;
    log.info({ signal }, "stopping");
    const last = setTimeout(() => process.exit(1), graceMs + 5_000);
    stop()
      .then(() => {
        clearTimeout(last);
        process.exit(0);
      })
      .catch((error: unknown) => {
        log.error({ error: String(error) }, "did not stop cleanly");
        process.exit(1);
      });
  };
  process.on("SIGTERM", onSignal);
  process.on("SIGINT", onSignal);
}

function readVersion(): string {
  const manifest = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };
  return manifest.version;
}
