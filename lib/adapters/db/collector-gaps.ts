import type { Db } from "./open-database.ts";

export interface GapRow {
  readonly connectionId: string;
  readonly from: Date;
  readonly to: Date;
  readonly lasts: boolean;
  readonly wabas: number;
  /** Of all rows before the limit. */
  readonly total: number;
}

/**
 * Stretches since `from` in which at least one account of a connection was not read, newest first; stretches that
 * overlap are one. The closed ones are blind_stretch; one that still lasts is read off the WABA's last reading.
 */
export async function listConnectionGaps(
  db: Db,
  organizationId: string,
  input: { from: Date; now: Date; missedPollsAllowed: number; limit: number },
): Promise<GapRow[]> {
  const { from, now, missedPollsAllowed, limit } = input;
  return db.$queryRaw<GapRow[]>`
    with watched as (
      select w.id, w.connection_id, w.last_polled_at, c.poll_interval_seconds
      from waba w join connection c on c.organization_id = w.organization_id and c.id = w.connection_id
      where w.organization_id = ${organizationId} and c.state <> 'removed'
    ), stretch as (
      select w.connection_id, w.id as waba_id, b.occurred_at as from_at, b.ended_at as to_at, false as lasts
      from watched w join blind_stretch b on b.organization_id = ${organizationId} and b.waba_id = w.id
        and b.ended_at > ${from}::timestamptz
      union all
      select connection_id, id, last_polled_at, ${now}::timestamptz, true from watched
      where last_polled_at <= ${now}::timestamptz - make_interval(secs => poll_interval_seconds * ${missedPollsAllowed}::double precision)
    ), marked as (
      select *, case when from_at <= max(to_at) over (
        partition by connection_id order by from_at, to_at rows between unbounded preceding and 1 preceding
      ) then 0 else 1 end as begins from stretch
    ), numbered as (
      select *, sum(begins) over (partition by connection_id order by from_at, to_at rows unbounded preceding) as island
      from marked
    )
    select connection_id as "connectionId", min(from_at) as "from", max(to_at) as "to", bool_or(lasts) as lasts,
      count(distinct waba_id)::int as wabas, (count(*) over ())::int as total
    from numbered group by connection_id, island order by min(from_at) desc, connection_id limit ${limit}`;
}
