import type { DroppedReadField, ReadKindRow } from "../../adapters/db/collector-connections.ts";
import type { NumberReadings } from "../../adapters/db/collector-wabas.ts";
import type { StoredConnection } from "../../adapters/db/connections.ts";
import type { CollectorConnection, CollectorWaba } from "../../contracts/collector.ts";
import type { PollRunDto } from "../../contracts/connections.ts";
import { budgetMeter } from "../../core/collection/call-budget.ts";
import { readFreshness } from "../../core/collection/freshness.ts";
import { readPlainError, readToken, readUsage } from "./read-stored.ts";

interface Beside {
  readonly now: Date;
  readonly polls: readonly PollRunDto[];
  readonly reads: readonly ReadKindRow[];
  readonly droppedFields: readonly DroppedReadField[];
  readonly wabas: readonly CollectorWaba[];
  readonly readings: readonly NumberReadings[];
}

export function toCollectorConnection(row: StoredConnection, beside: Beside): CollectorConnection {
  const { now } = beside;
  return {
    id: row.id,
    name: row.name,
    kind: row.kind,
    state: row.state === "removed" ? "paused" : row.state,
    freshness: readFreshness({
      observedAt: row.lastSuccessAt,
      pollIntervalSeconds: row.pollIntervalSeconds,
      now,
    }),
    watchedSince: row.createdAt.toISOString(),
    pollIntervalSeconds: row.pollIntervalSeconds,
    lastSuccessAt: row.lastSuccessAt?.toISOString() ?? null,
    nextPollAt: row.state === "active" ? row.nextPollAt.toISOString() : null,
    lastError: readPlainError(row.lastError),
    errorSince: row.errorSince?.toISOString() ?? null,
    consecutiveFailures: row.consecutiveFailures,
    skippedPolls: row.skippedPolls,
    unreadableUsageCount: row.unreadableUsageCount,
    clockSkewSeconds: row.clockSkewSeconds,
    budget: toBudget(row, now),
    token: readToken(row.token, { now, throughPortfolio: row.businessId !== null }),
    reads: beside.reads.map((read) => toRead(read, beside.droppedFields)),
    wabaCounts: countWabas(beside.wabas),
    numberCounts: countNumbers(row, beside.readings, now),
    lastPolls: [...beside.polls],
  };
}

function toBudget(row: StoredConnection, now: Date): CollectorConnection["budget"] {
  const reading = readUsage(row.usage, row.lastSuccessAt);
  const { waitingUntil, ...meter } = budgetMeter(reading, now);
  return {
    ...meter,
    readAt: reading?.observedAt.toISOString() ?? null,
    waitingUntil: waitingUntil?.toISOString() ?? null,
  };
}

function toRead(
  read: ReadKindRow,
  droppedFields: readonly DroppedReadField[],
): CollectorConnection["reads"][number] {
  const { connectionId, error, ...counts } = read;
  return {
    ...counts,
    lastSuccessAt: read.lastSuccessAt?.toISOString() ?? null,
    oldestSuccessAt: read.oldestSuccessAt?.toISOString() ?? null,
    lastAttemptAt: read.lastAttemptAt?.toISOString() ?? null,
    nextDueAt: read.nextDueAt?.toISOString() ?? null,
    error: readPlainError(error),
    droppedFields: droppedFields
      .filter((dropped) => dropped.connectionId === connectionId && dropped.kind === read.kind)
      .map(({ field, subjects }) => ({ field, subjects })),
  };
}

function countWabas(wabas: readonly CollectorWaba[]): CollectorConnection["wabaCounts"] {
  const visible = wabas.filter(({ state }) => state === "visible");
  return {
    total: wabas.length,
    lost: wabas.length - visible.length,
    subscribed: visible.filter(({ subscribed }) => subscribed === true).length,
    notSubscribed: visible.filter(({ subscribed }) => subscribed === false).length,
    subscriptionUnknown: visible.filter(({ subscribed }) => subscribed === null).length,
    restricted: wabas.filter(({ restrictions }) => restrictions.length > 0).length,
  };
}

function countNumbers(
  row: StoredConnection,
  readings: readonly NumberReadings[],
  now: Date,
): CollectorConnection["numberCounts"] {
  const counts = { total: 0, fresh: 0, amber: 0, red: 0, missing: 0 };
  for (const { observedAt, isMissing, count } of readings) {
    counts.total += count;
    if (isMissing) {
      counts.missing += count;
      continue;
    }
    const freshness = readFreshness({ observedAt, pollIntervalSeconds: row.pollIntervalSeconds, now });
    if (freshness !== "never") counts[freshness] += count;
  }
  return counts;
}
