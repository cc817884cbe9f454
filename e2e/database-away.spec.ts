import { createHmac } from "node:crypto";
import { expect, test } from "@playwright/test";
import { accountUpdate } from "../lib/sandbox/management-changes.ts";
import { envelopeOf, webhookBytes } from "../lib/sandbox/webhook-envelope.ts";
import { startApp } from "../lib/testing/process/app-process.ts";
import { freePort } from "../lib/testing/setup/free-port.ts";
import { startPostgres } from "../lib/testing/setup/postgres-server.ts";

const appSecret = "a-secret-of-the-app";

test("F22 F42 a database that goes away: Meta is told to send again, readiness turns red, the process lives", async () => {
  test.setTimeout(120_000);
  const server = await startPostgres();
  const app = await startApp({
    dataDir: "unused",
    port: await freePort(),
    env: {
      DATABASE_URL: server.url("postgres"),
      APP_SECRET: "database-away-database-away-database",
      GRAPH_BASE_URL: "http://127.0.0.1:9",
      META_ACCESS_TOKEN: "a-token-of-nobody",
      META_APP_SECRET: appSecret,
      META_WABA_IDS: "204718350099121",
      LOG_LEVEL: "silent",
    },
  });
  let stopped = false;
  try {
    const send = async () => {
      const body = webhookBytes(envelopeOf("204718350099121", accountUpdate("PARTNER_ADDED"), Date.now()));
      const signature = createHmac("sha256", appSecret).update(body).digest("hex");
      const response = await fetch(`${app.url}/api/webhooks/meta`, {
        method: "POST",
        headers: { "content-type": "application/json", "x-hub-signature-256": `sha256=${signature}` },
        body: new Uint8Array(body),
      });
      return response.status;
    };
    expect(await send()).toBe(200);
    await server.stop();
    stopped = true;
    expect(await send()).toBe(503);
    await expect.poll(async () => (await fetch(`${app.url}/readyz`)).status, { timeout: 10_000 }).toBe(503);
    expect((await fetch(`${app.url}/healthz`)).status).toBe(200);
  } finally {
    await app.kill();
    if (!stopped) await server.stop();
  }
});
