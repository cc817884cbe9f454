import type { Db } from "./open-database.ts";

/** Any fixed number: one watch at a time, however many processes look. */
const watchLock = 7_415_003;

/** Takes the watch until the transaction ends; null while another process holds it. The time is the database's. */
export async function takeWatch(db: Db): Promise<Date | null> {
  const [row] = await db.$queryRaw<{ taken: boolean; now: Date }[]>`
    select pg_try_advisory_xact_lock(${watchLock}) as taken, now() as now`;
  return row?.taken === true ? row.now : null;
}

export interface CollectorState {
  readonly organizationId: string;
  readonly id: string;
  readonly state: "active" | "paused" | "token-dead" | "removed";
  readonly pollIntervalSeconds: number;
  readonly nextPollAt: Date;
  readonly lastGoodAt: Date | null;
  readonly triedSince: Date | null;
  /** When a round last ended, however, before the watch was missing; null without `missingSince`. */
  readonly lastEndAt: Date | null;
}

/** Every connection with its rounds, by database time. */
export async function listCollectorStates(db: Db, missingSince: Date | null): Promise<CollectorState[]> {
  return db.$queryRaw<CollectorState[]>`
    select c.organization_id as "organizationId", c.id, c.state, c.poll_interval_seconds as "pollIntervalSeconds",
      c.next_poll_at as "nextPollAt", good.finished_at as "lastGoodAt", tried.at as "triedSince",
      ended.at as "lastEndAt"
    from connection c
    left join lateral (
      select finished_at, occurred_at from poll_run r
      where r.organization_id = c.organization_id and r.connection_id = c.id and r.outcome in ('complete', 'incomplete')
      order by r.occurred_at desc limit 1
    ) good on true
    left join lateral (
      select min(r.recorded_at) as at from poll_run r
      where r.organization_id = c.organization_id and r.connection_id = c.id
        and (good.occurred_at is null or r.occurred_at > good.occurred_at)
    ) tried on true
    left join lateral (
      select max(r.finished_at) as at from poll_run r
      where r.organization_id = c.organization_id and r.connection_id = c.id
        and r.finished_at <= ${missingSince}::timestamptz + interval '2 minutes'
        and r.occurred_at > ${missingSince}::timestamptz - interval '1 day'
    ) ended on true`;
}

export interface WatchedState {
  readonly organizationId: string;
  readonly subjectKind: "waba" | "connection";
  readonly subjectId: string;
  readonly field: "webhook_subscription" | "webhooks" | "visibility" | "graph_field";
  /** What is wrong; empty: nothing. */
  readonly ailment: readonly string[];
}

/**
 * What is known of WABAs and connections that are looked at. A subject of which nothing can be said at the moment is
 * left out: that is neither good nor bad.
 *
 * @param missingRounds complete lists without a number after the one that first lacked it.
 */
export async function listWatchedStates(
  db: Db,
  limits: { missingRounds: number; unannouncedChanges: number },
): Promise<WatchedState[]> {
  return db.$queryRaw<WatchedState[]>`
    with seen as (
      select w.*, c.api_version from waba w
      join connection c on c.organization_id = w.organization_id and c.id = w.connection_id
      where w.state = 'visible' and c.state = 'active'
    )
    select organization_id as "organizationId", 'connection' as "subjectKind", connection_id as "subjectId",
      'webhook_subscription' as field,
      coalesce(array_agg(id order by id) filter (where not subscribed), '{}') as ailment
    from seen
    where subscribed or (not subscribed and (last_webhook_at is not null or exists (
      select 1 from asset_change a where a.organization_id = seen.organization_id and a.subject_kind = 'waba'
        and a.subject_id = seen.id and a.field = 'subscribed' and a.to_value = 'false')))
    group by organization_id, connection_id
    union all
    select organization_id, 'connection', connection_id, 'webhooks',
      coalesce(array_agg(id order by id) filter (where unannounced_changes >= ${limits.unannouncedChanges}), '{}')
    from seen group by organization_id, connection_id
    union all
    select s.organization_id, 'waba', s.id, 'visibility', coalesce(gone.ids, '{}')
    from seen s
    left join lateral (
      select array_agg(n.id order by n.id) as ids from phone_number n
      where n.organization_id = s.organization_id and n.waba_id = s.id and n.missing_since is not null
        and ${limits.missingRounds} <= (
          select count(*) from waba_poll p where p.organization_id = n.organization_id and p.waba_id = n.waba_id
            and p.outcome = 'complete' and p.occurred_at > n.missing_since)
    ) gone on true
    union all
    select c.organization_id, 'connection', c.id, 'graph_field', coalesce(refused.fields, '{}')
    from connection c
    left join lateral (
      select array_agg(distinct substr(f.field, length(c.api_version) + 2)) as fields from (
        select unnest(w.dropped_fields) as field from waba w
        where w.organization_id = c.organization_id and w.connection_id = c.id and w.state = 'visible'
        union all
        select unnest(r.dropped_fields) from scheduled_read r
        where r.organization_id = c.organization_id and r.connection_id = c.id
      ) f where f.field like c.api_version || ':%'
    ) refused on true
    where c.state = 'active'
      and exists (select 1 from waba w where w.organization_id = c.organization_id and w.connection_id = c.id
        and w.last_polled_at is not null)`;
}

/** The fields that were refused when each connection was first looked at: they have not vanished, they never were. */
export async function listRefusedFromTheStart(
  db: Db,
): Promise<{ organizationId: string; connectionId: string; fields: string }[]> {
  return db.$queryRaw`
    select distinct on (organization_id, subject_id) organization_id as "organizationId", subject_id as "connectionId",
      coalesce(to_value, '') as fields
    from transition where field = 'graph_field' and subject_kind = 'connection'
    order by organization_id, subject_id, recorded_at, id`;
}

/** Connections that were removed, and the WABAs they covered: nothing about them is watched any more. */
export async function listUnwatched(
  db: Db,
  subjects: readonly { organizationId: string; subjectKind: string; subjectId: string }[],
): Promise<{ organizationId: string; subjectId: string }[]> {
  if (subjects.length === 0) return [];
  return db.$queryRaw`
    select r."organizationId", r."subjectId"
    from jsonb_to_recordset(${JSON.stringify(subjects)}::jsonb)
      as r("organizationId" text, "subjectKind" text, "subjectId" text)
    left join waba w on r."subjectKind" = 'waba' and w.organization_id = r."organizationId" and w.id = r."subjectId"
    left join connection c on c.organization_id = r."organizationId"
      and c.id = case when r."subjectKind" = 'waba' then w.connection_id else r."subjectId" end
    where c.id is null or c.state = 'removed'`;
}
