import { Registry } from "prom-client";
import { beforeAll, beforeEach, expect, it } from "vitest";
import type { Database } from "../adapters/db/open-database.ts";
import { clearDatabase } from "../testing/builders/clear-database.ts";
import { ago, collectorRows, day, type CollectorRows } from "../testing/builders/collector-rows.ts";
import { testPorts, type TestPorts } from "../testing/builders/service-context.ts";
import { createTestDatabase } from "../testing/setup/test-database.ts";
import { fillCollectorMetrics } from "./collector-metrics.ts";

let database: Database;
let ports: TestPorts;
let rows: CollectorRows;
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  await clearDatabase(database);
  ports = testPorts(database);
  rows = collectorRows(database, ports);
});

/** The series of one scrape, without help lines. */
async function scrape(): Promise<string[]> {
  const registry = new Registry();
  registry.setContentType(Registry.OPENMETRICS_CONTENT_TYPE as never);
  await fillCollectorMetrics(registry, ports);
  return (await registry.metrics()).split("\n").filter((line) => line.startsWith("staygreen_"));
}
const signal = (id: string, kind: string) =>
  database.client.signal.create({
    data: {
      ...{ organizationId: "default", id, kind, basis: "observed", origin: "webhook", phoneNumberId: "11" },
      ...{ occurredAt: ago(0), recordedAt: ago(0), detail: {} },
    },
  });

it("has no series for what is not known", async () => {
  await rows.connection("a");
  expect(await scrape()).toEqual([]);
});

it("tells budget, today's webhook events, what is not worked on, and unknown words", async () => {
  const usage = (percent: number, at: Date) => ({ percent, observedAt: at.toISOString(), waitUntil: null });
  await rows.connection("a", { usage: usage(83, ago(0)) });
  // Meta counts a rolling hour: an older figure says nothing any more.
  await rows.connection("old", { usage: usage(70, ago(day)) });
  await rows.connection("gone", { usage: usage(99, ago(0)), state: "removed" });
  await rows.waba("1", "a");
  await rows.waba("2", "a");
  await rows.webhookDay("1", "messages", { eventCount: 40 });
  await rows.webhookDay("2", "messages", { eventCount: 2 });
  await rows.webhookDay("2", "messages", { eventCount: 900, day: ago(day) });
  await rows.body("b1", { state: "orphan" });
  await rows.body("b2");
  await database.client.unknownWord.create({
    data: {
      ...{ organizationId: "default", place: "phone_number.status", value: "NEW", seenCount: 3, sample: {} },
      ...{ firstSeenAt: ago(day), lastSeenAt: ago(0) },
    },
  });
  expect(await scrape()).toEqual([
    'staygreen_call_budget_used_ratio{organization_id="default",connection_id="a"} 0.83',
    'staygreen_webhook_events_today{organization_id="default",field="messages"} 42',
    'staygreen_webhook_deliveries{organization_id="default",state="orphan"} 1',
    'staygreen_unknown_words{organization_id="default"} 1',
  ]);
});

it("counts signals at most once a minute, and the counter never falls", async () => {
  const total = 'staygreen_signals_total{organization_id="default",kind="opt_out",basis="observed"}';
  await signal("1", "opt_out");
  await signal("2", "opt_out");
  expect(await scrape()).toEqual([`${total} 2`]);
  await signal("3", "opt_out");
  expect(await scrape()).toEqual([`${total} 2`]);
  ports.clock.advance(61_000);
  expect(await scrape()).toEqual([`${total} 3`]);
  // A re-derivation takes signals back: Prometheus would read a fall as a restart of the process.
  await database.client.signal.deleteMany();
  await signal("4", "block");
  ports.clock.advance(61_000);
  expect(await scrape()).toEqual([
    'staygreen_signals_total{organization_id="default",kind="block",basis="observed"} 1',
    `${total} 3`,
  ]);
});
