import type { WebhookDayCount } from "../../adapters/db/webhook-days.ts";
import type { KeptDelivery, ReadDelivery } from "./read-delivery.ts";
import type { KnownWaba } from "./webhook-changes.ts";

/** Meta delivers within seconds; what comes later than this was retried, or held back. */
const lateSeconds = 600;

type Count = { -readonly [K in keyof WebhookDayCount]: WebhookDayCount[K] };

/**
 * What a batch adds to the counts of its days: one event a management change, one a status, message or preference.
 *
 * @param duplicates statuses and signals that were known already; they belong to the field "messages".
 */
export function countDays(
  read: readonly ReadDelivery<KeptDelivery>[],
  wabas: readonly KnownWaba[],
  duplicates: number,
): WebhookDayCount[] {
  const known = new Set(wabas.map(({ id }) => id));
  const counts = new Map<string, Count>();
  const at = (delivery: KeptDelivery, wabaId: string, field: string): Count => {
    const lastReceivedAt = delivery.receivedAt.toISOString();
    const day = lastReceivedAt.slice(0, 10);
    const key = `${wabaId} ${day} ${field}`;
    const count = counts.get(key) ?? {
      wabaId,
      day,
      field,
      events: 0,
      duplicates: 0,
      late: 0,
      longestLateSeconds: 0,
      broken: 0,
      lastReceivedAt,
    };
    if (lastReceivedAt > count.lastReceivedAt) count.lastReceivedAt = lastReceivedAt;
    counts.set(key, count);
    return count;
  };
  for (const { delivery, envelope, messages, broken } of read) {
    const factsOf = new Map(messages.map(({ change, facts }) => [change, facts]));
    for (const change of envelope?.changes ?? []) {
      // Orphans are counted as such, and here once their WABA is known.
      if (change.wabaId === null || !known.has(change.wabaId)) continue;
      const count = at(delivery, change.wabaId, change.field);
      const facts = factsOf.get(change);
      if (facts === undefined) {
        count.events += 1;
        if (change.entryTime !== null) addLateness(count, delivery.receivedAt, change.entryTime);
        continue;
      }
      const dated = [...facts.statuses, ...facts.inbound, ...facts.preferences];
      count.events += dated.length + facts.systemErrors.length;
      for (const fact of dated) if (fact.atKnown) addLateness(count, delivery.receivedAt, fact.at);
    }
    const wabaId = envelope?.wabaIds.find((id) => known.has(id));
    if (broken.length > 0 && wabaId !== undefined) at(delivery, wabaId, "broken").broken += broken.length;
  }
  const messages = [...counts.values()].find(({ field }) => field === "messages");
  if (messages !== undefined) messages.duplicates += duplicates;
  return [...counts.values()];
}

function addLateness(count: Count, receivedAt: Date, happenedAt: Date): void {
  const seconds = Math.floor((receivedAt.getTime() - happenedAt.getTime()) / 1000);
  if (seconds <= lateSeconds) return;
  count.late += 1;
  count.longestLateSeconds = Math.max(count.longestLateSeconds, Math.min(seconds, 2_000_000_000));
}
