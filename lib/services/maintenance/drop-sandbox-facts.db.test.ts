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
