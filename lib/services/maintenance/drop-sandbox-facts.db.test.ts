import { beforeAll, beforeEach, expect, it } from "vitest";
import type { Database } from "../../adapters/db/open-database.ts";
import { clearDatabase } from "../../testing/builders/clear-database.ts";
import { ago, collectorRows, day } from "../../testing/builders/collector-rows.ts";
import { testPorts, type TestPorts } from "../../testing/builders/service-context.ts";
import { createTestDatabase } from "../../testing/setup/test-database.ts";
import { prune } from "./prune.ts";

let database: Database;
let ports: TestPorts;
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  await clearDatabase(database);
  ports = testPorts(database);
});

it("keeps two days of the sandbox's messages, and every message of a real account", async () => {
  const rows = collectorRows(database, ports);
  for (const [connectionId, kind] of [
    ["play", "sandbox"],
    ["real", "meta"],
  ] as const) {
    await rows.connection(connectionId, { kind });
    await rows.waba(`waba-${connectionId}`, connectionId);
    await rows.number(`number-${connectionId}`, { connectionId, wabaId: `waba-${connectionId}` });
    for (const days of [1, 3]) {
      const id = `${connectionId}-${days}`;
      const fact = {
        organizationId: "default",
        id,
        phoneNumberId: `number-${connectionId}`,
        origin: "webhook",
      };
      const at = { occurredAt: ago(days * day), recordedAt: ago(days * day) };
      await database.client.exposure.create({ data: { ...fact, ...at } });
      await database.client.signal.create({
        data: { ...fact, ...at, kind: "opt_out", basis: "observed", detail: {} },
      });
      await rows.body(id, { connectionId, ...at });
    }
  }
  await prune(ports);
  const ids = (found: { id: string }[]) => found.map(({ id }) => id).sort();
  const kept = ["play-1", "real-1", "real-3"];
  expect(ids(await database.client.exposure.findMany())).toEqual(kept);
  expect(ids(await database.client.signal.findMany())).toEqual(kept);
  expect(ids(await database.client.webhookDelivery.findMany())).toEqual(kept);
});

it("a sandbox that runs for weeks keeps the opt-ins of people it still knows something of, and all of real people", async () => {
  const rows = collectorRows(database, ports);
  await rows.connection("play", { kind: "sandbox" });
  await rows.waba("w", "play");
  await rows.number("n", { connectionId: "play", wabaId: "w" });
  const contact = (name: string) => Uint8Array.from(Buffer.from(name.padEnd(32, ".")));
  const optIn = (id: string, days: number, organizationId: string, origin: string, evidence: string | null) =>
    database.client.optIn.create({
      data: {
        ...{
          organizationId,
          id,
          contact: contact(id),
          contactKeyVersion: 1,
          sourceKey: "s",
          origin,
          evidence,
        },
        ...{ optedInAt: ago(days * day), recordedAt: ago(days * day), firstHere: true, firstEver: true },
      },
    });
  const mark = "sandbox-form-log/s/1";
  await optIn("gone", 3, "default", "api", mark);
  await optIn("new", 1, "default", "api", mark);
  await optIn("written", 3, "default", "api", mark);
  await optIn("customer", 3, "default", "api", "form-log/s/1");
  await optIn("imported", 3, "default", "import", mark);
  await optIn("elsewhere", 3, "other", "api", mark);
  await database.client.exposure.create({
    data: {
      ...{
        organizationId: "default",
        id: "m",
        phoneNumberId: "n",
        origin: "api",
        contact: contact("written"),
      },
      ...{ occurredAt: ago(3 * day), recordedAt: ago(3 * day) },
    },
  });
  await prune(ports);
  const left = (await database.client.optIn.findMany()).map(({ id }) => id).sort();
  expect(left).toEqual(["customer", "elsewhere", "imported", "new", "written"]);
});
