import {
  epochDays,
  youngDays,
  type NumberSeries,
  type StreamKind,
  type StreamStand,
  type WatchedSignal,
} from "../../core/detection/stream-stand.ts";
import { readDaySeries } from "./day-series.ts";
import { Prisma } from "./generated/client.ts";
import type { Db } from "./open-database.ts";

const spikeLock = 7_415_007;

/** Watching is one process's work at a time. False: another one is at it. Ends with the transaction. */
export async function lockSpikes(db: Db, organizationId: string): Promise<boolean> {
  const [row] = await db.$queryRaw<{ mine: boolean }[]>`
    select pg_try_advisory_xact_lock(${spikeLock}::int, hashtext(${organizationId})) as mine`;
  return row?.mine ?? false;
}

/** Cells changed, or a day ended that is not judged as a whole. */
const isDue = (today: number) => Prisma.sql`due_at <= now()
  and (dirty_from is not null or coalesce(through_day, first_day - 1) < ${today}::int - 1)`;

/** Organizations with numbers to judge. `today` is the day under way, in days since 1970. */
export async function findSpikeWork(db: Db, today: number): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    select distinct organization_id as id from spike_number where ${isDue(today)} order by 1`;
  return rows.map(({ id }) => id);
}

/** A number to judge. Days since 1970, UTC. */
export interface DueNumber {
  readonly phoneNumberId: string;
  readonly firstDay: number;
  readonly throughDay: number | null;
  /** The first day that changed since it was judged; null: only time went by. */
  readonly dirtyFrom: number | null;
  /** When it was marked last, as text to the microsecond. */
  readonly mark: string;
}

/** Those that have waited longest come first. */
export async function findDueNumbers(
  db: Db,
  organizationId: string,
  today: number,
  limit: number,
): Promise<DueNumber[]> {
  return db.$queryRaw<DueNumber[]>`
    select phone_number_id as "phoneNumberId", first_day as "firstDay", through_day as "throughDay",
      dirty_from as "dirtyFrom", dirty_since::text as mark
    from spike_number where organization_id = ${organizationId} and ${isDue(today)}
    order by due_at, phone_number_id limit ${limit}`;
}

/**
 * Says that numbers are judged through a day, and lets them rest. What was marked meanwhile stays marked.
 */
export async function restNumbers(
  db: Db,
  organizationId: string,
  numbers: readonly DueNumber[],
  throughDay: number,
  restMs: number,
): Promise<void> {
  await db.$executeRaw`
    with held as materialized (
      -- In the order in which those who mark take them, so that nobody waits in a circle.
      select n.phone_number_id, d.mark from spike_number n
      join unnest(${numbers.map((one) => one.phoneNumberId)}::text[], ${numbers.map((one) => one.mark)}::text[])
        d(id, mark) on d.id = n.phone_number_id
      where n.organization_id = ${organizationId} order by n.phone_number_id for update of n
    )
    update spike_number n set through_day = ${throughDay}::int,
      dirty_from = case when n.dirty_since = h.mark::timestamptz then null else n.dirty_from end,
      due_at = clock_timestamp() + make_interval(secs => ${restMs / 1000}::float8)
    from held h where n.organization_id = ${organizationId} and n.phone_number_id = h.phone_number_id`;
}

/** A stream of a number, and where it stood. */
export interface StoredStand {
  readonly phoneNumberId: string;
  readonly kind: StreamKind;
  readonly day: number;
  readonly stand: StreamStand;
}

/** The newest stand of every stream before the first day to judge. */
export async function readStands(
  db: Db,
  organizationId: string,
  numbers: readonly { readonly phoneNumberId: string; readonly fromDay: number }[],
): Promise<StoredStand[]> {
  const rows = await db.$queryRaw<{ phoneNumberId: string; kind: StreamKind; day: number; stand: string }[]>`
    select distinct on (s.phone_number_id, s.kind) s.phone_number_id as "phoneNumberId", s.kind, s.day, s.stand
    from unnest(${numbers.map((one) => one.phoneNumberId)}::text[], ${numbers.map((one) => one.fromDay)}::int[])
      n(id, from_day)
    join spike_stand s on s.organization_id = ${organizationId} and s.phone_number_id = n.id and s.day < n.from_day
    order by s.phone_number_id, s.kind, s.day desc`;
  return rows.map(({ stand, ...row }) => ({ ...row, stand: JSON.parse(stand) as StreamStand }));
}

/**
 * Puts stands in the place of those from `fromDay` on. Of the older ones those of the last days stay, and one every
 * four weeks.
 */
export async function replaceStands(
  db: Db,
  organizationId: string,
  numbers: readonly { readonly phoneNumberId: string; readonly fromDay: number }[],
  stands: readonly StoredStand[],
): Promise<void> {
  await db.$executeRaw`
    delete from spike_stand s
    using unnest(${numbers.map((one) => one.phoneNumberId)}::text[], ${numbers.map((one) => one.fromDay)}::int[])
      n(id, from_day)
    where s.organization_id = ${organizationId} and s.phone_number_id = n.id
      and (s.day >= n.from_day
        or (s.day < n.from_day - ${youngDays}::int and (s.day + 1) % ${epochDays}::int <> 0))`;
  await db.$executeRaw`
    insert into spike_stand (organization_id, phone_number_id, kind, day, stand)
    select ${organizationId}, s.number, s.kind, s.day, s.stand
    from unnest(${stands.map((one) => one.phoneNumberId)}::text[], ${stands.map((one) => one.kind)}::text[],
      ${stands.map((one) => one.day)}::int[], ${stands.map((one) => JSON.stringify(one.stand))}::text[])
      s(number, kind, day, stand)`;
}

/** What numbers sent and what came back, by day, by number; see `readDaySeries`. */
export async function readNumberSeries(
  db: Db,
  organizationId: string,
  numbers: readonly { readonly phoneNumberId: string; readonly fromDay: number }[],
  throughDay: number,
): Promise<ReadonlyMap<string, NumberSeries>> {
  const questions = numbers.map(({ phoneNumberId, fromDay }) => ({
    name: phoneNumberId,
    members: [phoneNumberId],
    fromDay,
  }));
  return readDaySeries(db, organizationId, "number", questions, throughDay);
}

/** A stretch of a number's days, both ends included, and the signals that are asked for. */
export interface Stretch {
  readonly phoneNumberId: string;
  readonly signals: readonly WatchedSignal[];
  readonly fromDay: number;
  readonly toDay: number;
}

/** Exposures and signals of stretches, in their order. */
export async function countStretches(
  db: Db,
  organizationId: string,
  stretches: readonly Stretch[],
): Promise<{ exposures: number; signals: number }[]> {
  if (stretches.length === 0) return [];
  const asked = JSON.stringify(stretches.map((one, place) => ({ ...one, place })));
  const rows = await db.$queryRaw<{ exposures: number; signals: number }[]>`
    with asked as materialized (
      select v.ordinal, a.* from jsonb_to_recordset(${asked}::jsonb)
        a(place int, "phoneNumberId" text, signals text[], "fromDay" int, "toDay" int)
      left join cell_value v on v.organization_id = ${organizationId} and v.dimension = 'number'
        and v.key = a."phoneNumberId"
    )
    select
      (select coalesce(sum(p."last"), 0)::float8 from exposure_pair_day p
        where p.organization_id = ${organizationId} and p.number = a.ordinal
          and p.day >= a."fromDay" and p.day <= a."toDay") as exposures,
      (select coalesce(sum(c."last"), 0)::float8 from signal_cell c
        where c.organization_id = ${organizationId} and c.number = a.ordinal and c.kind = any(a.signals)
          and c.hour >= a."fromDay" * 24 and c.hour < (a."toDay" + 1) * 24) as signals
    from asked a order by a.place`;
  return rows;
}

/** Numbers with facts that are not judged yet. */
export async function countWaitingNumbers(db: Db, organizationId: string, now: Date): Promise<number> {
  const today = Math.floor(now.getTime() / 86_400_000);
  const [row] = await db.$queryRaw<{ count: number }[]>`
    select count(*)::int as count from spike_number
    where organization_id = ${organizationId}
      and (dirty_from is not null or coalesce(through_day, first_day - 1) < ${today}::int - 1)`;
  return row?.count ?? 0;
}
