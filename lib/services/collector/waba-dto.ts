import type { CollectorWabaRow, NumberReadings } from "../../adapters/db/collector-wabas.ts";
import type { CollectorWaba } from "../../contracts/collector.ts";
import { readFreshness } from "../../core/collection/freshness.ts";
import { readPlainError, readRestrictions } from "./read-stored.ts";

interface Beside {
  readonly now: Date;
  readonly pollIntervalSeconds: number;
  readonly readings: readonly NumberReadings[];
  readonly webhookEvents: number | null;
}

export function toCollectorWaba(row: CollectorWabaRow, beside: Beside): CollectorWaba {
  const { now, readings } = beside;
  const isLost = row.state === "lost";
  const sum = (counted: readonly NumberReadings[]) => counted.reduce((total, { count }) => total + count, 0);
  return {
    id: row.id,
    name: row.name,
    connectionId: row.connectionId,
    state: isLost ? "lost" : "visible",
    lostSince: row.lostSince?.toISOString() ?? null,
    error: isLost ? readPlainError(row.lostReason) : null,
    freshness: readFreshness({
      observedAt: row.lastPolledAt,
      pollIntervalSeconds: beside.pollIntervalSeconds,
      now,
    }),
    lastPolledAt: row.lastPolledAt?.toISOString() ?? null,
    numberCount: sum(readings),
    missingCount: sum(readings.filter(({ isMissing }) => isMissing)),
    subscribed: row.subscribed,
    subscribedCheckedAt: row.subscribedCheckedAt?.toISOString() ?? null,
    lastWebhookAt: row.lastWebhookAt?.toISOString() ?? null,
    webhookEvents: beside.webhookEvents,
    unannouncedChanges: row.unannouncedChanges,
    restrictions: readRestrictions(row.restrictions, now),
    droppedFields: row.droppedFields,
  };
}

/** How much a WABA asks for attention: higher comes first in the list. */
export function wabaTrouble(waba: CollectorWaba): number {
  return (
    (waba.state === "lost" ? 16 : 0) +
    (waba.restrictions.length > 0 ? 8 : 0) +
    (waba.freshness === "fresh" ? 0 : 4) +
    (waba.subscribed === false ? 2 : 0) +
    (waba.unannouncedChanges > 0 || waba.droppedFields.length > 0 || waba.missingCount > 0 ? 1 : 0)
  );
}
