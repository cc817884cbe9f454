import { Prisma } from "./generated/client.ts";
import type { Db } from "./open-database.ts";

/** A stretch of whole weeks: hours since 1970, the first included, the last not. */
export interface HourRange {
  readonly from: number;
  readonly to: number;
}

/**
 * Throws the cells of a stretch away and writes down what its facts count for, as if they came in now; folding then
 * makes the cells anew. What triggers wrote for the stretch before goes with the cells.
 *
 * Call in a repeatable-read transaction under `lockCells`: facts that are committed meanwhile are not seen, and neither
 * are their differences.
 */
export async function recountStretch(db: Db, organizationId: string, { from, to }: HourRange): Promise<void> {
  const org = organizationId;
  const days = { from: Math.floor(from / 24), to: Math.ceil(to / 24) };
  await db.$executeRaw`delete from cell_delta where organization_id = ${org} and hour >= ${from} and hour < ${to}`;
  await db.$executeRaw`delete from opt_in_delta where organization_id = ${org} and hour >= ${from} and hour < ${to}`;
  for (const table of ["exposure_cell_hour", "exposure_pair_hour", "signal_cell", "opt_in_cell_hour"]) {
    await db.$executeRaw`
      delete from ${Prisma.raw(table)} where organization_id = ${org} and hour >= ${from} and hour < ${to}`;
  }
  for (const table of ["exposure_cell_day", "exposure_pair_day", "opt_in_cell_day"]) {
    await db.$executeRaw`
      delete from ${Prisma.raw(table)} where organization_id = ${org} and day >= ${days.from} and day < ${days.to}`;
  }
  for (const table of ["exposure_pair_week", "signal_pair_week", "opt_in_cell_week"]) {
    await db.$executeRaw`
      delete from ${Prisma.raw(table)} where organization_id = ${org} and week >= ${days.from} and week < ${days.to}`;
  }
  const start = new Date(from * 3_600_000);
  const end = new Date(to * 3_600_000);
  await db.$executeRaw`
    insert into cell_delta (organization_id, hour, phone_number_id, source, campaign, template, cohort, kind, basis,
      age_days, "last", "first", "split", delivered_last, delivered_first, delivered_split, failed_last, failed_first,
      failed_split)
    select ${org}, cell_hour(e.occurred_at), e.phone_number_id, p.source, e.campaign_key, e.template_key, p.cohort, '',
      '', 0, sum(p.last), sum(p.first), sum(p.split), sum(p.last * s.delivered), sum(p.first * s.delivered),
      sum(p.split * s.delivered), sum(p.last * s.failed), sum(p.first * s.failed), sum(p.split * s.failed)
    from exposure e
    cross join lateral (select
      (coalesce(e.delivered_at, e.read_at) is not null)::int as delivered,
      (e.failed_at is not null and coalesce(e.delivered_at, e.read_at) is null)::int as failed) s
    cross join lateral source_parts(e.first_source, e.first_cohort, e.last_source, e.last_cohort, e.split_sources) p
    where e.organization_id = ${org} and e.occurred_at >= ${start} and e.occurred_at < ${end}
      and coalesce(e.pricing_category, '') not in ('service', 'referral_conversion')
    group by 2, 3, 4, 5, 6, 7`;
  await db.$executeRaw`
    insert into cell_delta (organization_id, hour, phone_number_id, source, campaign, template, cohort, kind, basis,
      age_days, "last", "first", "split", delivered_last, delivered_first, delivered_split, failed_last, failed_first,
      failed_split)
    select ${org}, cell_hour(s.occurred_at), s.phone_number_id, t.s, t.k, t.t, t.c, s.kind, s.basis, t.a, sum(t.l),
      sum(t.f), sum(t.w), 0, 0, 0, 0, 0, 0
    from signal s
    cross join lateral jsonb_to_recordset(s.touches)
      as t(s text, c date, k text, t text, a int, l int, f int, w bigint)
    where s.organization_id = ${org} and s.occurred_at >= ${start} and s.occurred_at < ${end}
    group by 2, 3, 4, 5, 6, 7, 8, 9, 10`;
  await db.$executeRaw`
    insert into opt_in_delta (organization_id, hour, source, opt_ins, gained, newcomers)
    select ${org}, cell_hour(o.opted_in_at), o.source_key, count(*), count(*) filter (where o.first_here),
      count(*) filter (where o.first_ever)
    from opt_in o
    where o.organization_id = ${org} and o.opted_in_at >= ${start} and o.opted_in_at < ${end}
    group by 2, 3`;
}

const week = 168;
/** Hour 96 of 1970 was the first Monday's midnight. */
const weekOf = (at: Date) => Math.floor((Math.floor(at.getTime() / 3_600_000) - 96) / week) * week + 96;

/** The weeks whose facts are all kept; null when there are none. */
export async function findRebuildSpan(db: Db, organizationId: string): Promise<HourRange | null> {
  const [row] = await db.$queryRaw<{ from: Date | null; to: Date | null; pruned: Date | null }[]>`
    select least(
        (select min(occurred_at) from exposure where organization_id = ${organizationId}),
        (select min(occurred_at) from signal where organization_id = ${organizationId}),
        (select min(opted_in_at) from opt_in where organization_id = ${organizationId})) as "from",
      greatest(
        (select max(occurred_at) from exposure where organization_id = ${organizationId} and isfinite(occurred_at)),
        (select max(occurred_at) from signal where organization_id = ${organizationId}),
        (select max(opted_in_at) from opt_in where organization_id = ${organizationId})) as "to",
      (select pruned_before from cell_state where organization_id = ${organizationId}) as pruned`;
  if (row === undefined || row.from === null || row.to === null) return null;
  const whole = row.pruned === null ? -Infinity : weekOf(new Date(row.pruned.getTime() - 1)) + week;
  return { from: Math.max(weekOf(row.from), whole), to: weekOf(row.to) + week };
}
