import type { Db } from "./open-database.ts";

export interface WebhookCountRow {
  /** Exactly one of the two is set: what the row sums up over. */
  readonly field: string | null;
  readonly wabaId: string | null;
  readonly events: number;
  readonly duplicates: number;
  readonly late: number;
  readonly longestLateSeconds: number;
  readonly broken: number;
  readonly lastReceivedAt: Date;
}

/**
 * What came in by webhook since a UTC day, once by field and once by WABA. Asked for WABA by WABA, since the key
 * begins with it: the cost follows the days asked for and not the years kept.
 */
export async function sumWebhookDays(
  db: Db,
  organizationId: string,
  fromDay: string,
): Promise<WebhookCountRow[]> {
  return db.$queryRaw<WebhookCountRow[]>`
    select d.field, d.waba_id as "wabaId", sum(d.event_count)::float8 as events,
      sum(d.duplicate_count)::float8 as duplicates, sum(d.late_count)::float8 as late,
      max(d.longest_late_seconds) as "longestLateSeconds", sum(d.broken_count)::float8 as broken,
      max(d.last_received_at) as "lastReceivedAt"
    from (select id from waba where organization_id = ${organizationId} union select 'unknown') w
    cross join lateral (
      select * from webhook_day x
      where x.organization_id = ${organizationId} and x.waba_id = w.id and x.day >= ${fromDay}::date
    ) d
    group by grouping sets ((d.field), (d.waba_id))`;
}

export interface BodyCounts {
  /** Bodies looked at. */
  readonly bodies: number;
  /** Each with its repeats. */
  readonly received: number;
  readonly waiting: number;
  readonly oldest: Date | null;
  readonly lastReceivedAt: Date | null;
}

/** Counts the newest bodies first received since `from`, at most `atMost` of them. */
export async function countWebhookBodies(
  db: Db,
  organizationId: string,
  from: Date,
  atMost: number,
): Promise<BodyCounts> {
  const [row] = await db.$queryRaw<BodyCounts[]>`
    select count(*)::int as bodies, coalesce(sum(received_count), 0)::float8 as received,
      count(*) filter (where state = 'stored')::int as waiting, min(occurred_at) as oldest,
      max(last_received_at) as "lastReceivedAt"
    from (
      select received_count, state, occurred_at, last_received_at from webhook_delivery
      where organization_id = ${organizationId} and occurred_at >= ${from}
      order by occurred_at desc limit ${atMost}
    ) newest`;
  return row ?? { bodies: 0, received: 0, waiting: 0, oldest: null, lastReceivedAt: null };
}

/** Bodies kept aside, by state, each counted up to `atMost`. */
export async function countAsideBodies(
  db: Db,
  organizationId: string,
  atMost: number,
): Promise<{ quarantined: number; orphaned: number }> {
  const [row] = await db.$queryRaw<{ quarantined: number; orphaned: number }[]>`
    select
      (select count(*)::int from (select 1 from webhook_delivery
        where organization_id = ${organizationId} and state = 'quarantined' limit ${atMost}) q) as quarantined,
      (select count(*)::int from (select 1 from webhook_delivery
        where organization_id = ${organizationId} and state = 'orphan' limit ${atMost}) o) as orphaned`;
  return row ?? { quarantined: 0, orphaned: 0 };
}

export interface AsideBodyRow {
  readonly id: string;
  readonly connectionId: string | null;
  readonly state: "quarantined" | "orphan";
  readonly receivedAt: Date;
  readonly lastReceivedAt: Date;
  readonly receivedCount: number;
  readonly byteCount: number;
  readonly error: unknown;
  readonly fields: string[];
  readonly wabaIds: string[];
}

/** Bodies kept aside, newest first, with what could be read of them. Never the body. */
export async function listAsideBodies(
  db: Db,
  organizationId: string,
  page: {
    states: readonly string[];
    before: { receivedAt: Date; id: string } | null;
    limit: number;
  },
): Promise<AsideBodyRow[]> {
  return db.$queryRaw<AsideBodyRow[]>`
    select d.*, coalesce(e.fields, '{}') as fields, coalesce(e.waba_ids, '{}') as "wabaIds"
    from (
      select id, connection_id as "connectionId", state, occurred_at as "receivedAt",
        last_received_at as "lastReceivedAt", received_count as "receivedCount", byte_count as "byteCount", error
      from webhook_delivery
      where organization_id = ${organizationId} and state = any(${[...page.states]}::text[])
        and (${page.before?.receivedAt ?? null}::timestamptz is null
          or (occurred_at, id) < (${page.before?.receivedAt ?? null}::timestamptz, ${page.before?.id ?? null}::text))
      order by occurred_at desc, id desc limit ${page.limit}
    ) d
    left join lateral (
      select array_agg(distinct v.field order by v.field) as fields,
        array_agg(distinct v.waba_id order by v.waba_id) as waba_ids
      from webhook_event v where v.organization_id = ${organizationId} and v.delivery_id = d.id
    ) e on true
    order by d."receivedAt" desc, d.id desc`;
}
