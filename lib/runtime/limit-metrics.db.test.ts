import { Registry } from "prom-client";
import { beforeAll, beforeEach, expect, it } from "vitest";
import type { Database } from "../adapters/db/open-database.ts";
import { clearDatabase } from "../testing/builders/clear-database.ts";
import { ago, collectorRows, minute } from "../testing/builders/collector-rows.ts";
import { testPorts, type TestPorts } from "../testing/builders/service-context.ts";
import { toldFacts } from "../testing/builders/told-facts.ts";
import { createTestDatabase } from "../testing/setup/test-database.ts";
import { fillLimitMetrics } from "./limit-metrics.ts";

let database: Database;
let ports: TestPorts;
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  await clearDatabase(database);
  ports = testPorts(database);
});

/** Used shares by number, of one scrape. */
async function scrape(): Promise<Record<string, number>> {
  const registry = new Registry();
  registry.setContentType(Registry.OPENMETRICS_CONTENT_TYPE as never);
  await fillLimitMetrics(registry, ports);
  const lines = (await registry.metrics()).split("\n").filter((line) => line.startsWith("staygreen_limit"));
  return Object.fromEntries(
    lines.map((line) => [
      /phone_number_id="([^"]*)"/.exec(line)?.[1] ?? line,
      Number(line.split(" ").at(-1)),
    ]),
  );
}

it("shares the portfolio's limit among its numbers, and says nothing of what nobody told", async () => {
  const rows = collectorRows(database, ports);
  await rows.connection("a");
  await rows.waba("w1", "a", { portfolioId: "p" });
  await rows.waba("w2", "a", { portfolioId: "p" });
  await rows.waba("w3", "a", { portfolioId: "quiet" });
  await rows.waba("w4", "a");
  const at = (wabaId: string) => ({ connectionId: "a", wabaId });
  await rows.number("n1", at("w1"), { portfolioLimit: "TIER_250" });
  await rows.number("n2", at("w2"), { portfolioLimit: "TIER_250" });
  await rows.number("quiet", at("w3"), { portfolioLimit: "TIER_250" });
  await rows.number("old", at("w4"), { legacyLimit: "TIER_50" });
  await rows.number("free", at("w4"), { portfolioLimit: "TIER_UNLIMITED" });
  await rows.number("unset", at("w1"), { portfolioLimit: "TIER_NOT_SET" });
  const hours = (count: number) => ago(count * 60 * minute);
  await toldFacts(database).messages([
    { id: "1", person: "ann", number: "n1", at: hours(1) },
    { id: "2", person: "ann", number: "n2", at: hours(2) },
    { id: "3", person: "bob", number: "n2", at: hours(23.9) },
    { id: "4", person: "cy", number: "n1", at: hours(24.1) },
    { id: "5", person: "dee", number: "n1", at: hours(3), errorCode: 131_049 },
    { id: "6", person: "eve", number: "n1", at: hours(3), category: "service" },
    { id: "7", person: "quiet", number: "quiet", at: hours(30) },
    { id: "8", person: "ann", number: "old", at: hours(1) },
    { id: "9", person: "ann", number: "free", at: hours(1) },
  ]);
  // Ann and Bob of 250, on either number; Ann of 50.
  expect(await scrape()).toEqual({ n1: 0.008, n2: 0.008, old: 0.02 });
  await toldFacts(database).messages([{ id: "10", person: "bob", number: "old", at: hours(1) }]);
  expect(await scrape()).toMatchObject({ old: 0.02 });
  ports.clock.advance(61_000);
  expect(await scrape()).toMatchObject({ old: 0.04 });
});
