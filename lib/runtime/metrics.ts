import { collectDefaultMetrics, Counter, Gauge, Registry } from "prom-client";
import { rankedRatings } from "../core/quality/rating.ts";
import { decideMessagingLimit, readMessagingLimit } from "../core/quality/messaging-limit.ts";
import { fillCollectorMetrics } from "./collector-metrics.ts";
import type { Runtime } from "./current.ts";
import { fillLimitMetrics } from "./limit-metrics.ts";

const ratingValues = [...rankedRatings, "UNKNOWN"] as const;

/** Counters that live as long as the process; the rest is read from the database at every scrape. */
interface ProcessMetrics {
  readonly registry: Registry;
  readonly webhooks: Counter<"outcome">;
}
const place = Symbol.for("staygreen.metrics");

export function processMetrics(): ProcessMetrics {
  const holder = globalThis as unknown as Record<symbol, ProcessMetrics | undefined>;
  const present = holder[place];
  if (present !== undefined) return present;
  const registry = newRegistry();
  collectDefaultMetrics({ register: registry });
  const webhooks = new Counter({
    name: "staygreen_webhook_requests_total",
    help: "Webhook requests received, by outcome",
    labelNames: ["outcome"],
    registers: [registry],
  });
  return (holder[place] = { registry, webhooks });
}

/** The whole exposition: process metrics, then the state of every phone number. Labels hold ids, never contacts. */
export async function renderMetrics(runtime: Runtime): Promise<{ contentType: string; text: string }> {
  const registry = newRegistry();
  await fillState(registry, runtime);
  await fillCollectorMetrics(registry, runtime.ports);
  await fillLimitMetrics(registry, runtime.ports);
  const merged = Registry.merge([processMetrics().registry, registry]);
  return { contentType: merged.contentType, text: await merged.metrics() };
}

/** OpenMetrics throughout: registries of different formats cannot be merged. */
function newRegistry(): Registry {
  const registry = new Registry();
  registry.setContentType(Registry.OPENMETRICS_CONTENT_TYPE as never);
  return registry;
}

async function fillState(registry: Registry, runtime: Runtime): Promise<void> {
  const { db, clock } = runtime.ports;
  const now = clock.now().getTime();
  const gauge = <L extends string>(name: string, help: string, labelNames: readonly L[]) =>
    new Gauge({ name, help, labelNames: [...labelNames], registers: [registry] });
  const numberLabels = ["organization_id", "phone_number_id", "display_phone_number", "waba_id"] as const;
  const rating = gauge(
    "staygreen_phone_number_quality_rating",
    "1 for the present rating, 0 for the others",
    [...numberLabels, "rating"],
  );
  const limit = gauge(
    "staygreen_messaging_limit",
    "People that may be messaged in 24 hours; +Inf when unlimited",
    numberLabels,
  );
  const age = gauge("staygreen_poll_age_seconds", "Seconds since a poll last saw the number", numberLabels);
  for (const row of await db.phoneNumber.findMany({ orderBy: [{ organizationId: "asc" }, { id: "asc" }] })) {
    const labels = {
      organization_id: row.organizationId,
      phone_number_id: row.id,
      display_phone_number: row.displayPhoneNumber ?? "",
      waba_id: row.wabaId,
    };
    const present = rankedRatings.find((value) => value === row.qualityRating) ?? "UNKNOWN";
    for (const value of ratingValues) rating.set({ ...labels, rating: value }, value === present ? 1 : 0);
    const decided = decideMessagingLimit(row.portfolioLimit, row.legacyLimit).raw;
    const read = decided === null ? null : readMessagingLimit(decided);
    if (read?.unlimited === true) limit.set(labels, Infinity);
    else if (read !== null && read.users !== null) limit.set(labels, read.users);
    age.set(labels, Math.max(0, (now - row.observedAt.getTime()) / 1000));
  }
  const open = gauge("staygreen_open_incidents", "Incidents that are not resolved", [
    "organization_id",
    "severity",
  ]);
  const counts = await db.incident.groupBy({
    by: ["organizationId", "severity"],
    where: { openKey: { not: null } },
    _count: true,
  });
  for (const group of counts) {
    open.set({ organization_id: group.organizationId, severity: group.severity }, group._count);
  }
  const waiting = gauge("staygreen_deliveries_waiting", "Notifications planned and not yet sent", []);
  waiting.set(await db.delivery.count({ where: { state: { in: ["waiting", "sending"] } } }));
  const stored = gauge("staygreen_webhooks_waiting", "Webhook bodies stored and not yet worked on", []);
  stored.set(await db.webhookDelivery.count({ where: { state: "stored" } }));
  const queue = gauge("staygreen_queue_jobs_waiting", "Jobs that wait, by queue", ["queue"]);
  for (const [name, size] of Object.entries(await runtime.queue.sizes())) queue.set({ queue: name }, size);
}
