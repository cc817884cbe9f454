import { agesWatched, watchedSignals, type WatchedSignal } from "../../core/detection/stream-stand.ts";
import type { CameCount, SentCount } from "../../core/guard/count-arms.ts";
import type { Newness } from "../../core/guard/match-level.ts";
import { Prisma } from "./generated/client.ts";
import type { Db } from "./open-database.ts";

/** How new a contact was when the message was sent, as in lib/core/guard/match-level.ts. */
const newness = (sentOn: string) =>
  Prisma.raw(
    `case when cohort = 0 then 0 when ${sentOn} - cohort < 7 then 1 when ${sentOn} - cohort < 28 then 2 else 3 end`,
  );

/** The category of each template that is known; several templates of one name have the one that was read last. */
async function readCategories(
  db: Db,
  organizationId: string,
): Promise<{ ordinals: number[]; codes: number[]; names: string[] }> {
  const rows = await db.$queryRaw<{ ordinal: number; category: string }[]>`
    select distinct on (v.ordinal) v.ordinal, t.category
    from cell_value v
    join message_template t on t.organization_id = v.organization_id and t.name = v.key and t.category is not null
    where v.organization_id = ${organizationId} and v.dimension = 'template'
    order by v.ordinal, t.observed_at desc, t.id`;
  const names = [...new Set(rows.map(({ category }) => category))].sort();
  return {
    ordinals: rows.map(({ ordinal }) => ordinal),
    codes: rows.map(({ category }) => names.indexOf(category) + 1),
    names: ["", ...names],
  };
}

/** What was sent and what came back in days since 1970, both included, by everything that arms are matched by, under the last-touch rule. */
export async function readArms(
  db: Db,
  organizationId: string,
  { fromDay, toDay }: { readonly fromDay: number; readonly toDay: number },
): Promise<{ sent: SentCount[]; came: CameCount[] }> {
  if (fromDay > toDay) return { sent: [], came: [] };
  const categories = await readCategories(db, organizationId);
  const coded = Prisma.sql`left join unnest(${categories.ordinals}::int[], ${categories.codes}::int[]) t(template, code)
    on t.template = c.template`;
  const sent = await db.$queryRaw<{ rows: string | null }[]>`
    with grouped as (
      select c.day, c.number, c.source, coalesce(t.code, 0) as code, ${newness("c.day")} as newness, sum(c."last") as n
      from exposure_cell_day c ${coded}
      where c.organization_id = ${organizationId} and c.day >= ${fromDay} and c.day <= ${toDay}
      group by 1, 2, 3, 4, 5
    )
    select '[' || string_agg('[' || concat_ws(',', day, number, source, code, newness, n) || ']', ','
      order by day, number, source, code, newness) || ']' as rows from grouped where n <> 0`;
  const day = "floor(c.hour / 24.0)::int";
  const came = await db.$queryRaw<{ rows: string | null }[]>`
    with grouped as (
      select ${Prisma.raw(day)} as day, c.number, c.source, coalesce(t.code, 0) as code,
        ${newness(`(${day} - c.age_days)`)} as newness, c.age_days as age, c.kind, sum(c."last") as n
      from signal_cell c ${coded}
      where c.organization_id = ${organizationId} and c.hour >= ${fromDay * 24} and c.hour < ${(toDay + 1) * 24}
        and c.kind = any(${[...watchedSignals]}::text[]) and c.age_days >= 0 and c.age_days < ${agesWatched}
      group by 1, 2, 3, 4, 5, 6, 7
    )
    select '[' || string_agg('[' || concat_ws(',', day, number, source, code, newness, age, '"' || kind || '"', n) || ']', ','
      order by day, number, source, code, newness, age, kind) || ']' as rows from grouped where n <> 0`;
  const nameOf = (code: number) => categories.names[code] ?? "";
  return {
    sent: parse<[number, number, number, number, Newness, number]>(sent).map(
      ([on, number, source, code, new_, count]) => ({
        ...{ day: on, number, source, category: nameOf(code), newness: new_, count },
      }),
    ),
    came: parse<[number, number, number, number, Newness, number, WatchedSignal, number]>(came).map(
      ([on, number, source, code, new_, age, signal, count]) => ({
        ...{ day: on, number, source, category: nameOf(code), newness: new_, age, signal, count },
      }),
    ),
  };
}

function parse<Row>(rows: readonly { readonly rows: string | null }[]): Row[] {
  return JSON.parse(rows[0]?.rows ?? "[]") as Row[];
}

/** The first day on or after each source's day on which its contacts were written to; sources without one are left out. */
export async function findFirstSent(
  db: Db,
  organizationId: string,
  sources: readonly { readonly source: number; readonly fromDay: number }[],
): Promise<{ readonly source: number; readonly fromDay: number; readonly day: number }[]> {
  if (sources.length === 0) return [];
  return db.$queryRaw<{ source: number; fromDay: number; day: number }[]>`
    select a.source, a.from_day as "fromDay", min(p.day) as day
    from unnest(${sources.map((one) => one.source)}::int[], ${sources.map((one) => one.fromDay)}::int[]) a(source, from_day)
    join exposure_pair_day p on p.organization_id = ${organizationId} and p.source = a.source and p.day >= a.from_day
      and p."last" > 0
    where p.day >= ${Math.min(...sources.map((one) => one.fromDay))}
    group by 1, 2`;
}

/** The first day of everything that was ever sent; null: nothing was. */
export async function findFirstDay(db: Db, organizationId: string): Promise<number | null> {
  const [row] = await db.$queryRaw<{ day: number | null }[]>`
    select min(first_day) as day from spike_number where organization_id = ${organizationId}`;
  return row?.day ?? null;
}
