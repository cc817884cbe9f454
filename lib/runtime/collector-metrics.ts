import { Counter, Gauge, type Registry } from "prom-client";
import {
  countSignals,
  countUnknownWordsByOrganization,
  countUnfinishedBodies,
  listCallBudgets,
  sumWebhookEventsOf,
  type SignalCount,
} from "../adapters/db/collector-metrics.ts";
import type { Db } from "../adapters/db/open-database.ts";
import { budgetMeter } from "../core/collection/call-budget.ts";
import { readUsage } from "../services/collector/read-stored.ts";

interface Clock {
  now(): Date;
  monotonicMs(): number;
}

/** What the collector's figures are read from. */
export interface CollectorMetricsSource {
  readonly db: Db;
  readonly clock: Clock;
}

/** Adds the collector's own state to a scrape. Missing figures have no series, never a zero. */
export async function fillCollectorMetrics(
  registry: Registry,
  source: CollectorMetricsSource,
): Promise<void> {
  const { db, clock } = source;
  const registers = [registry];
  const budget = new Gauge({
    name: "staygreen_call_budget_used_ratio",
    help: "Share of Meta's hourly call budget used, as Meta said within the last hour; above 1 when it was exceeded",
    labelNames: ["organization_id", "connection_id"],
    registers,
  });
  for (const { organizationId, connectionId, usage, lastSuccessAt } of await listCallBudgets(db)) {
    const { percent } = budgetMeter(readUsage(usage, lastSuccessAt), clock.now());
    if (percent === null) continue;
    budget.set({ organization_id: organizationId, connection_id: connectionId }, percent / 100);
  }
  const events = new Gauge({
    name: "staygreen_webhook_events_today",
    help: "Events received by webhook since midnight UTC, when it begins again at 0; one a change, status or message",
    labelNames: ["organization_id", "field"],
    registers,
  });
  for (const row of await sumWebhookEventsOf(db, clock.now().toISOString().slice(0, 10))) {
    events.set({ organization_id: row.organizationId, field: row.field }, row.count);
  }
  const bodies = new Gauge({
    name: "staygreen_webhook_deliveries",
    help: "Webhook bodies kept that are not worked on (stored), not readable (quarantined) or about unknown accounts (orphan)",
    labelNames: ["organization_id", "state"],
    registers,
  });
  for (const row of await countUnfinishedBodies(db)) {
    bodies.set({ organization_id: row.organizationId, state: row.state }, row.count);
  }
  const words = new Gauge({
    name: "staygreen_unknown_words",
    help: "Words of Meta's met so far that this version does not know",
    labelNames: ["organization_id"],
    registers,
  });
  for (const row of await countUnknownWordsByOrganization(db)) {
    words.set({ organization_id: row.organizationId }, row.count);
  }
  const signals = new Counter({
    name: "staygreen_signals_total",
    help: "Signals for or against us known so far. Counted at most once a minute; never falls while the process lives",
    labelNames: ["organization_id", "kind", "basis"],
    registers,
  });
  for (const { organizationId, kind, basis, count } of await signalCounts(source)) {
    signals.inc({ organization_id: organizationId, kind, basis }, count);
  }
}

interface SignalMemory {
  counts: readonly SignalCount[];
  /** Monotonic; not counted again before. */
  nextAtMs: number;
}
const memory = new WeakMap<object, SignalMemory>();

const shortestRestMs = 60_000;
/** After each count this many times its length is waited: counting never takes more than half a percent of the time. */
const restFactor = 200;

/**
 * Signals by kind and basis. Counting reads the whole table, so the last count is given out until it has earned its
 * rest. A re-derivation may take a signal back; a counter that fell would read as a restart, so it holds instead.
 */
async function signalCounts({ db, clock }: CollectorMetricsSource): Promise<readonly SignalCount[]> {
  const known = memory.get(clock);
  const begun = clock.monotonicMs();
  if (known !== undefined && begun < known.nextAtMs) return known.counts;
  const counted = await countSignals(db);
  const ended = clock.monotonicMs();
  const before = new Map((known?.counts ?? []).map((one) => [keyOf(one), one]));
  const counts = counted.map((one) => {
    const earlier = before.get(keyOf(one))?.count ?? 0;
    before.delete(keyOf(one));
    return { ...one, count: Math.max(one.count, earlier) };
  });
  const kept = [...counts, ...before.values()];
  memory.set(clock, {
    counts: kept,
    nextAtMs: ended + Math.max(shortestRestMs, (ended - begun) * restFactor),
  });
  return kept;
}

function keyOf({ organizationId, kind, basis }: SignalCount): string {
  return JSON.stringify([organizationId, kind, basis]);
}
