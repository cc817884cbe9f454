import {
  countAsideBodies,
  countWebhookBodies,
  sumWebhookDays,
  type WebhookCountRow,
} from "../../adapters/db/collector-webhooks.ts";
import type { CollectorWebhookField, CollectorWebhooks } from "../../contracts/collector.ts";
import type { ServiceContext } from "../context.ts";
import { expectedWebhookFields } from "./expected-fields.ts";

const days = 7;
const dayMs = 86_400_000;
/** Bodies are wide rows: beyond this many the window is shortened and the answer says so. */
const mostBodies = 20_000;
const mostAside = 1_000;
/** Where changes are counted of which not even the field could be read. */
const unreadableField = "broken";

/** What came in by webhook in the last seven days, and how many events each WABA had. */
export async function readWebhooks(
  ctx: Pick<ServiceContext, "db" | "organizationId">,
  now: Date,
): Promise<{ webhooks: CollectorWebhooks; eventsOf: ReadonlyMap<string, number> }> {
  const from = new Date(now.getTime() - days * dayMs);
  const fromDay = dayOf(new Date(now.getTime() - (days - 1) * dayMs));
  const [sums, bodies, aside] = await Promise.all([
    sumWebhookDays(ctx.db, ctx.organizationId, fromDay),
    countWebhookBodies(ctx.db, ctx.organizationId, from, mostBodies),
    countAsideBodies(ctx.db, ctx.organizationId, mostAside + 1),
  ]);
  const seen = bodies.bodies > 0;
  const isPartial = bodies.bodies === mostBodies;
  return {
    webhooks: {
      fromDay,
      toDay: dayOf(now),
      fields: toFields(sums),
      bodies: {
        state: seen ? "seen" : "none-seen",
        countedFrom: (isPartial ? (bodies.oldest ?? from) : from).toISOString(),
        isPartial,
        received: seen ? bodies.received : null,
        duplicates: seen ? bodies.received - bodies.bodies : null,
        waiting: seen ? bodies.waiting : null,
        lastReceivedAt: bodies.lastReceivedAt?.toISOString() ?? null,
      },
      quarantined: bounded(aside.quarantined),
      orphaned: bounded(aside.orphaned),
    },
    eventsOf: new Map(
      sums.flatMap((row) =>
        row.wabaId === null || row.events === 0 ? [] : [[row.wabaId, row.events] as const],
      ),
    ),
  };
}

/** Fields with something first, by name; then those of which nothing came. */
function toFields(sums: readonly WebhookCountRow[]): CollectorWebhookField[] {
  const seen = sums
    .filter((row) => row.field !== null)
    .map((row): CollectorWebhookField => ({
      field: row.field === unreadableField ? "not readable" : (row.field ?? ""),
      state: "seen",
      events: row.events,
      duplicates: row.duplicates,
      late: row.late,
      longestLateSeconds: row.longestLateSeconds,
      broken: row.broken,
      lastReceivedAt: row.lastReceivedAt.toISOString(),
    }))
    .sort((a, b) => (a.field < b.field ? -1 : 1));
  const none = expectedWebhookFields
    .filter((field) => !seen.some((one) => one.field === field))
    .map((field): CollectorWebhookField => ({
      field,
      state: "none-seen",
      events: null,
      duplicates: null,
      late: null,
      longestLateSeconds: null,
      broken: null,
      lastReceivedAt: null,
    }));
  return [...seen, ...none];
}

function bounded(found: number): { count: number; isMore: boolean } {
  return { count: Math.min(found, mostAside), isMore: found > mostAside };
}

function dayOf(instant: Date): string {
  return instant.toISOString().slice(0, 10);
}
