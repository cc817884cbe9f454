import { Prisma } from "./generated/client.ts";
import type { Db } from "./open-database.ts";

const fatigueLock = 7_415_004;
/** The last bucket is open: so many messages or more. */
export const mostReceived = 15;
/** How far back the messages of a contact are counted; days of which less is known are not counted again. */
const reachDays = 7;

/** Counting is one process's work at a time. False: another one is at it. Ends with the transaction. */
export async function lockFatigue(db: Db, organizationId: string): Promise<boolean> {
  const [row] = await db.$queryRaw<{ mine: boolean }[]>`
    select pg_try_advisory_xact_lock(${fatigueLock}::int, hashtext(${organizationId})) as mine`;
  return row?.mine ?? false;
}

/** Organizations with days to count, by the database's clock. */
export async function findFatigueWork(db: Db): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    select distinct organization_id as id from fatigue_due where due_at <= now() order by 1`;
  return rows.map(({ id }) => id);
}

export interface DueDay {
  /** Days since 1970, UTC. */
  readonly day: number;
  /** When it was marked last, as text to the microsecond: tells whether it was marked again meanwhile. */
  readonly mark: string;
}

/**
 * Forgets days that were counted and have had their rest without a new mark, and days whose facts, or those of the week
 * before them, are gone by retention: their counts stay as they are. Rows that somebody is marking are left for later,
 * so that nobody waits for anybody.
 */
export async function forgetDays(db: Db, organizationId: string): Promise<void> {
  await db.$executeRaw`
    delete from fatigue_due d
    where d.organization_id = ${organizationId} and d.day in (
      select x.day from fatigue_due x
      where x.organization_id = ${organizationId} and x.due_at <= now() and (not isfinite(x.dirty_since)
        or x.day < (select ceil(extract(epoch from c.pruned_before) / 86400)::int + ${reachDays}::int
          from cell_state c where c.organization_id = ${organizationId}))
      for update skip locked)`;
}

/** The day that has waited longest; null: none is due. */
export async function findDueDay(db: Db, organizationId: string): Promise<DueDay | null> {
  const [row] = await db.$queryRaw<DueDay[]>`
    select day, dirty_since::text as mark from fatigue_due
    where organization_id = ${organizationId} and due_at <= now() and isfinite(dirty_since)
    order by due_at, day limit 1`;
  return row ?? null;
}

/**
 * Counts one day of UTC anew from the facts: each business-initiated message to a known contact, by how many messages
 * the contact had received in the 7 days (168 hours) up to and with it, on whatever number, and the negative signals
 * that the last-touch rule ties to it. What Meta refused was not received, but is counted itself, as everywhere. Messages
 * to erased contacts are left out: nobody knows any more what else that person got.
 *
 * The cost follows the messages of the day.
 */
export async function countFatigueDay(db: Db, organizationId: string, day: number): Promise<void> {
  const from = new Date(day * 86_400_000);
  const to = new Date((day + 1) * 86_400_000);
  await db.$executeRaw`delete from fatigue_day where organization_id = ${organizationId} and day = ${day}`;
  await db.$executeRaw`
    with sent as materialized (
      select e.id, e.contact, e.occurred_at, n.ordinal as number, e.last_source
      from cell_value n
      cross join lateral (
        select e.id, e.contact, e.occurred_at, e.last_source from exposure e
        where e.organization_id = ${organizationId} and e.phone_number_id = n.key
          and e.occurred_at >= ${from} and e.occurred_at < ${to} and e.contact is not null
          and ${isBusinessInitiated("e")}
      ) e
      where n.organization_id = ${organizationId} and n.dimension = 'number'
    ), answered as (
      select s.last_exposure_id as id, count(*)::int as signals from signal s
      where s.organization_id = ${organizationId} and s.last_exposure_at >= ${from} and s.last_exposure_at < ${to}
        and s.kind in ('block', 'report', 'opt_out', 'suspected_block')
      group by 1
    ), placed as (
      select s.number, s.last_source, coalesce(a.signals, 0) as signals,
        least(${mostReceived}::int, 1 + (
          select count(*) from exposure b
          where b.organization_id = ${organizationId} and b.contact = s.contact
            and b.occurred_at > s.occurred_at - make_interval(days => ${reachDays}::int) and b.occurred_at <= s.occurred_at
            and (b.occurred_at, b.id) < (s.occurred_at, s.id)
            and (b.failed_at is null or coalesce(b.delivered_at, b.read_at) is not null)
            and ${isBusinessInitiated("b")}
        ))::int as received
      from sent s left join answered a on a.id = s.id
    )
    insert into fatigue_day (organization_id, day, number, source, received, exposures, signals, counted_at)
    select ${organizationId}, ${day}, p.number, coalesce(v.ordinal, 0), p.received, count(*)::int,
      sum(p.signals)::int, now()
    from placed p
    left join cell_value v on v.organization_id = ${organizationId} and v.dimension = 'source'
      and v.key = p.last_source
    group by p.number, coalesce(v.ordinal, 0), p.received`;
}

const isBusinessInitiated = (table: string) =>
  Prisma.raw(`coalesce(${table}.pricing_category, '') not in ('service', 'referral_conversion')`);

/** Gives a day that was counted its rest; one that was marked again meanwhile is due again after it. */
export async function restDay(
  db: Db,
  organizationId: string,
  { day, mark }: DueDay,
  restMs: number,
): Promise<void> {
  await db.$executeRaw`
    update fatigue_due
    set dirty_since = case when dirty_since = ${mark}::timestamptz then 'infinity' else dirty_since end,
      due_at = clock_timestamp() + make_interval(secs => ${restMs / 1000}::float8)
    where organization_id = ${organizationId} and day = ${day}`;
}

/** A day that could not be counted lets others go first. */
export async function putOffDay(db: Db, organizationId: string, day: number, byMs: number): Promise<void> {
  await db.$executeRaw`
    update fatigue_due set due_at = clock_timestamp() + make_interval(secs => ${byMs / 1000}::float8)
    where organization_id = ${organizationId} and day = ${day}`;
}

/** What a question about the curve lets through; ordinals, absent: all. Days since 1970, `toDay` not included. */
export interface FatigueQuestion {
  readonly fromDay: number;
  readonly toDay: number;
  readonly numbers: readonly number[] | undefined;
  readonly sources: readonly number[] | undefined;
}

/** Messages and their negative signals by how many their receiver had got in 7 days. */
export async function readFatigue(
  db: Db,
  organizationId: string,
  { fromDay, toDay, numbers, sources }: FatigueQuestion,
): Promise<{ received: number; exposures: number; signals: number }[]> {
  return db.$queryRaw<{ received: number; exposures: number; signals: number }[]>`
    select received, sum(exposures)::int as exposures, sum(signals)::int as signals from fatigue_day
    where organization_id = ${organizationId} and day >= ${fromDay} and day < ${toDay}
      ${numbers === undefined ? Prisma.empty : Prisma.sql`and number = any(${[...numbers]}::int[])`}
      ${sources === undefined ? Prisma.empty : Prisma.sql`and source = any(${[...sources]}::int[])`}
    group by received order by received`;
}

/** When the counts of these days were made last, and how many of them wait to be counted again. */
export async function readFatigueState(
  db: Db,
  organizationId: string,
  { fromDay, toDay }: FatigueQuestion,
): Promise<{ countedAt: Date | null; waitingDays: number }> {
  const [row] = await db.$queryRaw<{ countedAt: Date | null; waitingDays: number }[]>`
    select (select max(counted_at) from fatigue_day
        where organization_id = ${organizationId} and day >= ${fromDay} and day < ${toDay}) as "countedAt",
      (select count(*) from fatigue_due where organization_id = ${organizationId} and day >= ${fromDay}
        and day < ${toDay} and isfinite(dirty_since))::int as "waitingDays"`;
  return row ?? { countedAt: null, waitingDays: 0 };
}
