import { Prisma } from "./generated/client.ts";
import { markAgain } from "./mark-fatigue-day.ts";
import type { Db } from "./open-database.ts";
import { newIdSql } from "./sql.ts";

const mondayOf = (day: number) => day - ((((day + 3) % 7) + 7) % 7);
/** Monday of the week of an hour, both since 1970. */
const weekOfHour = Prisma.raw("floor(hour / 24.0)::int - ((floor(hour / 24.0)::int + 3) % 7 + 7) % 7");

/** So many differences in one transaction. */
const atOnce = 20_000;

/** The counters of an exposure cell, in the order of every statement here. */
const counters = [
  "last",
  "first",
  "split",
  "delivered_last",
  "delivered_first",
  "delivered_split",
  "failed_last",
  "failed_first",
  "failed_split",
] as const;
const names = Prisma.raw(counters.map((name) => `"${name}"`).join(", "));
const sums = Prisma.raw(counters.map((name) => `sum("${name}") as "${name}"`).join(", "));
const added = Prisma.raw(counters.map((name) => `"${name}" = c."${name}" + excluded."${name}"`).join(", "));

/**
 * Adds differences that triggers wrote to the cells and removes them, in one transaction: nothing is counted twice or
 * lost. Keys that are new get a number, and sources and campaigns that nobody has registered an entry to be claimed.
 *
 * Call under `lockCells`, in a transaction.
 *
 * @returns how many differences were added.
 */
export async function foldCells(db: Db, organizationId: string, at: Date): Promise<number> {
  const [taken] = await db.$queryRaw<{ cells: bigint[]; optIns: bigint[] }[]>`
    select array(select seq from cell_delta where organization_id = ${organizationId}
        order by seq limit ${atOnce}) as cells,
      array(select seq from opt_in_delta where organization_id = ${organizationId}
        order by seq limit ${atOnce}) as "optIns"`;
  const cells = taken?.cells ?? [];
  const optIns = taken?.optIns ?? [];
  if (cells.length === 0 && optIns.length === 0) return 0;
  await numberNewKeys(db, organizationId, cells, optIns, at);
  if (cells.length > 0) await foldFacts(db, organizationId, cells);
  if (optIns.length > 0) await foldOptIns(db, organizationId, optIns);
  await db.$executeRaw`
    insert into cell_state as c (organization_id, version, changed_at) values (${organizationId}, 1, now())
    on conflict (organization_id) do update set version = c.version + 1, changed_at = now()`;
  return cells.length + optIns.length;
}

async function numberNewKeys(
  db: Db,
  organizationId: string,
  cells: readonly bigint[],
  optIns: readonly bigint[],
  at: Date,
): Promise<void> {
  await db.$executeRaw`
    with told as (
      select phone_number_id, source, campaign, template from cell_delta
      where organization_id = ${organizationId} and seq = any(${[...cells]}::bigint[])
    ), met as (
      select 'number' as dimension, phone_number_id as key from told
      union select 'source', source from told where source is not null
      union select 'campaign', campaign from told where campaign is not null
      union select 'template', template from told where template is not null
      union select 'source', source from opt_in_delta
        where organization_id = ${organizationId} and seq = any(${[...optIns]}::bigint[])
    ), numbered as (
      insert into cell_value (organization_id, dimension, key, ordinal)
      select ${organizationId}, m.dimension, m.key,
        coalesce((select max(v.ordinal) from cell_value v
          where v.organization_id = ${organizationId} and v.dimension = m.dimension), 0)
          + row_number() over (partition by m.dimension order by m.key)
      from met m
      where not exists (select 1 from cell_value v
        where v.organization_id = ${organizationId} and v.dimension = m.dimension and v.key = m.key)
      returning dimension, key
    ), sources as (
      insert into opt_in_source (organization_id, id, key, name, state, created_at, created_by)
      select ${organizationId}, ${Prisma.raw(newIdSql)}, key, key, 'unregistered', ${at}, 'data'
      from numbered where dimension = 'source'
      on conflict (organization_id, key) do nothing
      returning id
    ), campaigns as (
      insert into campaign (organization_id, id, key, name, state, created_at, created_by)
      select ${organizationId}, ${Prisma.raw(newIdSql)}, key, key, 'unregistered', ${at}, 'data'
      from numbered where dimension = 'campaign'
      on conflict (organization_id, key) do nothing
      returning id
    )
    insert into registry_change (organization_id, id, subject_kind, subject_id, action, detail, occurred_at,
      recorded_at, actor_name)
    select ${organizationId}, ${Prisma.raw(newIdSql)}, n.kind, n.id, 'seen', '{}', ${at}, ${at}, 'data'
    from (select 'opt-in-source' as kind, id from sources union all select 'campaign', id from campaigns) n`;
}

async function foldFacts(db: Db, organizationId: string, seqs: readonly bigint[]): Promise<void> {
  const [touched] = await db.$queryRaw<{ hours: number[] }[]>`
    with taken as (
      delete from cell_delta where organization_id = ${organizationId} and seq = any(${[...seqs]}::bigint[])
      returning *
    ), coded as materialized (
      select t.hour, floor(t.hour / 24.0)::int as day, n.ordinal as number, coalesce(s.ordinal, 0) as source,
        coalesce(c.ordinal, 0) as campaign, coalesce(m.ordinal, 0) as template,
        coalesce(t.cohort - date '1970-01-01', 0) as cohort, t.kind, t.basis, t.age_days, ${sums}
      from taken t
      join cell_value n on n.organization_id = ${organizationId} and n.dimension = 'number'
        and n.key = t.phone_number_id
      left join cell_value s on s.organization_id = ${organizationId} and s.dimension = 'source' and s.key = t.source
      left join cell_value c on c.organization_id = ${organizationId} and c.dimension = 'campaign'
        and c.key = t.campaign
      left join cell_value m on m.organization_id = ${organizationId} and m.dimension = 'template'
        and m.key = t.template
      group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
    ), e as materialized (select * from coded where kind = ''),
    by_hour as (
      insert into exposure_cell_hour as c (organization_id, hour, number, source, campaign, template, cohort, ${names})
      select ${organizationId}, hour, number, source, campaign, template, cohort, ${sums}
      from e group by hour, number, source, campaign, template, cohort order by 2, 3, 4, 5, 6, 7
      on conflict (organization_id, hour, number, source, campaign, template, cohort) do update set ${added}
    ), by_day as (
      insert into exposure_cell_day as c (organization_id, day, number, source, campaign, template, cohort, ${names})
      select ${organizationId}, day, number, source, campaign, template, cohort, ${sums}
      from e group by day, number, source, campaign, template, cohort order by 2, 3, 4, 5, 6, 7
      on conflict (organization_id, day, number, source, campaign, template, cohort) do update set ${added}
    ), pairs_by_hour as (
      insert into exposure_pair_hour as c (organization_id, hour, number, source, campaign, ${names})
      select ${organizationId}, hour, number, source, campaign, ${sums}
      from e group by hour, number, source, campaign order by 2, 3, 4, 5
      on conflict (organization_id, hour, number, source, campaign) do update set ${added}
    ), pairs_by_day as (
      insert into exposure_pair_day as c (organization_id, day, number, source, campaign, ${names})
      select ${organizationId}, day, number, source, campaign, ${sums}
      from e group by day, number, source, campaign order by 2, 3, 4, 5
      on conflict (organization_id, day, number, source, campaign) do update set ${added}
    ), pairs_by_week as (
      insert into exposure_pair_week as c (organization_id, week, number, source, campaign, ${names})
      select ${organizationId}, day - ((day + 3) % 7 + 7) % 7, number, source, campaign, ${sums}
      from e group by 2, number, source, campaign order by 2, 3, 4, 5
      on conflict (organization_id, week, number, source, campaign) do update set ${added}
    ), signals as (
      insert into signal_cell as c (organization_id, hour, number, source, campaign, template, cohort, kind, basis,
        age_days, "last", "first", "split")
      select ${organizationId}, hour, number, source, campaign, template, cohort, kind, basis, age_days, "last",
        "first", "split"
      from coded where kind <> '' order by 2, 3, 4, 5, 6, 7, 8, 9, 10
      on conflict (organization_id, hour, number, source, campaign, template, cohort, kind, basis, age_days)
      do update set "last" = c."last" + excluded."last", "first" = c."first" + excluded."first",
        "split" = c."split" + excluded."split"
    ), signals_by_week as (
      insert into signal_pair_week as c (organization_id, week, number, source, campaign, kind, basis, "last", "first",
        "split")
      select ${organizationId}, day - ((day + 3) % 7 + 7) % 7, number, source, campaign, kind, basis, sum("last"),
        sum("first"), sum("split")
      from coded where kind <> '' group by 2, number, source, campaign, kind, basis order by 2, 3, 4, 5, 6, 7
      on conflict (organization_id, week, number, source, campaign, kind, basis)
      do update set "last" = c."last" + excluded."last", "first" = c."first" + excluded."first",
        "split" = c."split" + excluded."split"
    ), due as (
      insert into fatigue_due (organization_id, day, dirty_since, due_at)
      select distinct ${organizationId}, day + ahead, now(), now()
      from e cross join generate_series(0, 7) ahead
      where day + ahead <= floor(extract(epoch from now()) / 86400)
      ${markAgain}
    ), watched as (
      insert into spike_number as n (organization_id, phone_number_id, first_day, dirty_from, dirty_since, due_at)
      select ${organizationId}, phone_number_id, min(floor(hour / 24.0)::int), min(floor(hour / 24.0)::int), now(), now()
      from taken where "last" <> 0 group by 2 order by 2
      on conflict (organization_id, phone_number_id) do update set
        first_day = least(n.first_day, excluded.first_day), dirty_from = least(n.dirty_from, excluded.dirty_from),
        dirty_since = greatest(n.dirty_since + interval '1 millisecond', now())
    ), budgeted as (
      insert into budget_subject as s (organization_id, kind, key, first_day, dirty_from, dirty_since, due_at)
      select ${organizationId}, b.kind, b.key, min(floor(t.hour / 24.0)::int), min(floor(t.hour / 24.0)::int), now(), now()
      from taken t
      cross join lateral (values ('phone-number', t.phone_number_id), ('opt-in-source', t.source)) b(kind, key)
      where t."last" <> 0 and b.key is not null group by 2, 3 order by 2, 3
      on conflict (organization_id, kind, key) do update set
        first_day = least(s.first_day, excluded.first_day), dirty_from = least(s.dirty_from, excluded.dirty_from),
        dirty_since = greatest(s.dirty_since + interval '1 millisecond', now())
    ), guarded as (
      insert into launch_guard_mark as m (organization_id, dirty_from, dirty_since)
      select ${organizationId}, min(floor(hour / 24.0)::int), now() from taken where "last" <> 0 having count(*) > 0
      on conflict (organization_id) do update set dirty_from = least(m.dirty_from, excluded.dirty_from),
        dirty_since = greatest(m.dirty_since + interval '1 millisecond', now())
    )
    select array_agg(distinct hour) filter (where "last" <= 0 or "first" < 0 or "split" < 0) as hours from coded`;
  const hours = touched?.hours ?? [];
  if (hours.length > 0) await dropEmptyCells(db, organizationId, hours);
}

/** Cells that differences took back to nothing: a rebuild would not have them either. */
async function dropEmptyCells(db: Db, organizationId: string, hours: readonly number[]): Promise<void> {
  const days = [...new Set(hours.map((hour) => Math.floor(hour / 24)))];
  const weeks = [...new Set(days.map(mondayOf))];
  const empty = Prisma.sql`"last" = 0 and "first" = 0 and "split" = 0`;
  await db.$executeRaw`
    delete from exposure_cell_hour
    where organization_id = ${organizationId} and hour = any(${[...hours]}::int[]) and ${empty}`;
  await db.$executeRaw`
    delete from exposure_cell_day
    where organization_id = ${organizationId} and day = any(${days}::int[]) and ${empty}`;
  await db.$executeRaw`
    delete from exposure_pair_hour
    where organization_id = ${organizationId} and hour = any(${[...hours]}::int[]) and ${empty}`;
  await db.$executeRaw`
    delete from exposure_pair_day
    where organization_id = ${organizationId} and day = any(${days}::int[]) and ${empty}`;
  await db.$executeRaw`
    delete from exposure_pair_week
    where organization_id = ${organizationId} and week = any(${weeks}::int[]) and ${empty}`;
  await db.$executeRaw`
    delete from signal_pair_week
    where organization_id = ${organizationId} and week = any(${weeks}::int[]) and ${empty}`;
  await db.$executeRaw`
    delete from signal_cell
    where organization_id = ${organizationId} and hour = any(${[...hours]}::int[]) and ${empty}`;
}

async function foldOptIns(db: Db, organizationId: string, seqs: readonly bigint[]): Promise<void> {
  const [touched] = await db.$queryRaw<{ hours: number[] | null }[]>`
    with taken as (
      delete from opt_in_delta where organization_id = ${organizationId} and seq = any(${[...seqs]}::bigint[])
      returning *
    ), coded as materialized (
      select t.hour, v.ordinal as source, sum(t.opt_ins) as opt_ins, sum(t.gained) as gained,
        sum(t.newcomers) as newcomers
      from taken t
      join cell_value v on v.organization_id = ${organizationId} and v.dimension = 'source' and v.key = t.source
      group by 1, 2
    ), by_hour as (
      insert into opt_in_cell_hour as c (organization_id, hour, source, opt_ins, gained, newcomers)
      select ${organizationId}, hour, source, opt_ins, gained, newcomers from coded order by 2, 3
      on conflict (organization_id, hour, source) do update set opt_ins = c.opt_ins + excluded.opt_ins,
        gained = c.gained + excluded.gained, newcomers = c.newcomers + excluded.newcomers
    ), by_day as (
      insert into opt_in_cell_day as c (organization_id, day, source, opt_ins, gained, newcomers)
      select ${organizationId}, floor(hour / 24.0)::int, source, sum(opt_ins), sum(gained), sum(newcomers)
      from coded group by 2, 3 order by 2, 3
      on conflict (organization_id, day, source) do update set opt_ins = c.opt_ins + excluded.opt_ins,
        gained = c.gained + excluded.gained, newcomers = c.newcomers + excluded.newcomers
    ), by_week as (
      insert into opt_in_cell_week as c (organization_id, week, source, opt_ins, gained, newcomers)
      select ${organizationId}, ${weekOfHour}, source, sum(opt_ins), sum(gained), sum(newcomers)
      from coded group by 2, 3 order by 2, 3
      on conflict (organization_id, week, source) do update set opt_ins = c.opt_ins + excluded.opt_ins,
        gained = c.gained + excluded.gained, newcomers = c.newcomers + excluded.newcomers
    )
    select array_agg(distinct hour) filter (where opt_ins <= 0) as hours from coded`;
  const hours = touched?.hours ?? [];
  if (hours.length === 0) return;
  const days = [...new Set(hours.map((hour) => Math.floor(hour / 24)))];
  const weeks = [...new Set(days.map(mondayOf))];
  await db.$executeRaw`
    delete from opt_in_cell_hour
    where organization_id = ${organizationId} and hour = any(${hours}::int[]) and opt_ins = 0`;
  await db.$executeRaw`
    delete from opt_in_cell_day
    where organization_id = ${organizationId} and day = any(${days}::int[]) and opt_ins = 0`;
  await db.$executeRaw`
    delete from opt_in_cell_week
    where organization_id = ${organizationId} and week = any(${weeks}::int[]) and opt_ins = 0`;
}
