import type { Db } from "./open-database.ts";

/**
 * The oldest day (UTC) of single rounds over WABAs that lies wholly before `before`, and the organization it belongs
 * to; null when there is none.
 */
export async function findOldestPolledDay(
  db: Db,
  before: Date,
): Promise<{ organizationId: string; day: Date } | null> {
  const [row] = await db.$queryRaw<{ organizationId: string; day: Date }[]>`
    select organization_id as "organizationId",
      date_trunc('day', min(occurred_at) at time zone 'UTC') at time zone 'UTC' as day
    from waba_poll where occurred_at < ${before} group by organization_id order by day limit 1`;
  return row ?? null;
}

/**
 * Turns the rounds of one organization and day into one row a WABA, and removes them, in one statement: a round is
 * either single or counted, whenever the process is killed. A day that has a row already is added to. The longest gap
 * is the longest stretch between two readings in a row that ended on this day, or the whole day when nothing was read.
 * First and last are readings, too, or else rounds.
 *
 * @returns how many rounds went.
 */
export async function compactPolledDay(
  db: Db,
  place: { organizationId: string; day: Date },
): Promise<number> {
  const end = new Date(place.day.getTime() + 86_400_000);
  const [row] = await db.$queryRaw<{ count: number }[]>`
    with moved as (
      delete from waba_poll where organization_id = ${place.organizationId} and occurred_at >= ${place.day}
        and occurred_at < ${end}
      returning organization_id, waba_id, occurred_at, outcome, call_count
    ), readings as (
      select m.waba_id, m.occurred_at,
        coalesce(lag(m.occurred_at) over (partition by m.waba_id order by m.occurred_at), d.last_at) as before_at
      from moved m
      left join lateral (
        select last_at from poll_day where organization_id = ${place.organizationId} and waba_id = m.waba_id
          and last_at < m.occurred_at and complete_count + incomplete_count > 0
        order by day desc limit 1
      ) d on true
      where m.outcome in ('complete', 'incomplete')
    ), gaps as (
      select waba_id, coalesce(max(extract(epoch from occurred_at - before_at)), 0)::int as longest
      from readings group by waba_id
    ), days as (
      insert into poll_day (organization_id, waba_id, day, complete_count, incomplete_count, failed_count, call_count,
        first_at, last_at, longest_gap_seconds)
      select m.organization_id, m.waba_id, (${place.day}::timestamptz at time zone 'UTC')::date,
        count(*) filter (where m.outcome = 'complete'), count(*) filter (where m.outcome = 'incomplete'),
        count(*) filter (where m.outcome in ('failed', 'lost')), sum(m.call_count),
        coalesce(min(m.occurred_at) filter (where m.outcome in ('complete', 'incomplete')), min(m.occurred_at)),
        coalesce(max(m.occurred_at) filter (where m.outcome in ('complete', 'incomplete')), max(m.occurred_at)),
        coalesce(g.longest, 86400)
      from moved m left join gaps g on g.waba_id = m.waba_id
      group by m.organization_id, m.waba_id, g.longest
      on conflict (organization_id, waba_id, day) do update set
        complete_count = poll_day.complete_count + excluded.complete_count,
        incomplete_count = poll_day.incomplete_count + excluded.incomplete_count,
        failed_count = poll_day.failed_count + excluded.failed_count,
        call_count = poll_day.call_count + excluded.call_count,
        first_at = least(poll_day.first_at, excluded.first_at),
        last_at = greatest(poll_day.last_at, excluded.last_at),
        longest_gap_seconds = case
          when poll_day.complete_count + poll_day.incomplete_count = 0 then excluded.longest_gap_seconds
          when excluded.complete_count + excluded.incomplete_count = 0 then poll_day.longest_gap_seconds
          else greatest(poll_day.longest_gap_seconds, excluded.longest_gap_seconds) end
    )
    select count(*)::int as count from moved`;
  return row?.count ?? 0;
}

/**
 * Removes finished rounds that are older than `before`, at most `limit` at a time; how many went. The newest `keep` of
 * each connection stay: the collector page draws them, however long ago a paused connection was polled.
 */
export async function removeOldPollRuns(
  db: Db,
  rule: { before: Date; keep: number; limit: number },
): Promise<number> {
  return db.$executeRaw`
    with cut as (
      select c.organization_id, c.id as connection_id, k.occurred_at as keep_from
      from connection c
      left join lateral (
        select occurred_at from poll_run where organization_id = c.organization_id and connection_id = c.id
        order by occurred_at desc offset ${rule.keep - 1} limit 1
      ) k on true
    ), old as (
      select r.organization_id, r.id from poll_run r
      left join cut on cut.organization_id = r.organization_id and cut.connection_id = r.connection_id
      where r.occurred_at < ${rule.before} and r.finished_at is not null
        and (cut.connection_id is null or r.occurred_at < cut.keep_from)
      limit ${rule.limit}
    )
    delete from poll_run r using old where r.organization_id = old.organization_id and r.id = old.id`;
}
