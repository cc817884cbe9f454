import { beforeAll, beforeEach, expect, it } from "vitest";
import type { Database } from "../../adapters/db/open-database.ts";
import { cellsQuery } from "../../contracts/cells.ts";
import { clearDatabase } from "../../testing/builders/clear-database.ts";
import { givenOrganization } from "../../testing/builders/people.ts";
import { testContext, testPorts, type TestContext } from "../../testing/builders/service-context.ts";
import { createTestDatabase } from "../../testing/setup/test-database.ts";
import { countCells } from "../cells/count-cells.ts";
import { listCells } from "../cells/list-cells.ts";
import { rebuildCells } from "../cells/rebuild-cells.ts";
import { ingestFacts } from "../facts/ingest-facts.ts";
import { dropOldFacts } from "./drop-old-facts.ts";

let database: Database;
let ctx: TestContext;
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  await clearDatabase(database);
  await givenOrganization(database);
  ctx = testContext(database, { role: "growth", ports: testPorts(database) });
});

const dayMs = 86_400_000;

it("drops single facts after their days, and what they counted for stays, also over a rebuild", async () => {
  const old = ctx.clock.now().getTime() - 300 * dayMs;
  const young = ctx.clock.now().getTime() - 2 * dayMs;
  const exposures = [old, young].flatMap((at, group) =>
    Array.from({ length: 30 }, (_, index) => ({
      id: `e-${group}-${index}`,
      contact: `+49176040${69_000 + index}`,
      phoneNumberId: "700101",
      sentAt: new Date(at).toISOString(),
    })),
  );
  await ingestFacts(
    ctx,
    "exposures",
    exposures.map((value, index) => ({ index, value })),
  );
  const signal = { id: "s", contact: "+4917604069001", phoneNumberId: "700101", kind: "block" };
  await ingestFacts(ctx, "signals", [
    { index: 0, value: { ...signal, occurredAt: new Date(old + dayMs).toISOString() } },
  ]);
  while ((await countCells(ctx)) > 0);
  const from = new Date(old - dayMs).toISOString();
  const cells = async () => (await listCells(ctx, cellsQuery.parse({ from }))).data;
  const before = await cells();
  expect(before).toMatchObject([{ exposures: 60, signals: { block: 1 } }]);

  expect(await dropOldFacts(ctx)).toBe(0);
  const shorter = { ...ctx, defaults: { ...ctx.defaults, factRetentionDays: 200 } };
  expect(await dropOldFacts(shorter)).toBe(31);
  expect(await database.client.exposure.count()).toBe(30);
  while ((await countCells(ctx)) > 0);
  expect(await cells()).toEqual(before);
  await rebuildCells(ctx, "default");
  expect(await cells()).toEqual(before);
});
