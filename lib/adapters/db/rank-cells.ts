import { Prisma } from "./generated/client.ts";
import type { Db } from "./open-database.ts";
import { exposureParts, millionth, signalParts, type CellColumn, type CellsQuestion } from "./read-cells.ts";

/** A column that groups are told apart by, as it is or each of its ordinals as another one. */
export interface RankedColumn {
  readonly column: CellColumn;
  /** From an ordinal to what it counts as. */
  readonly as: readonly (readonly [ordinal: number, counted: number])[];
  /** What an ordinal that is not in `as` counts as: itself, or nothing (0). */
  readonly others: "itself" | "none";
}

export interface RankQuestion extends Omit<CellsQuestion, "by"> {
  readonly by: readonly RankedColumn[];
  /** Kinds of signals whose sum orders groups of the same size. */
  readonly negativeKinds: readonly string[];
  readonly offset: number;
  readonly limit: number;
}

export interface RankedGroup {
  /** In the order of `by`; days in days since 1970. */
  readonly key: readonly number[];
  readonly exposures: number;
  readonly delivered: number;
  readonly failed: number;
  readonly signals: readonly { readonly kind: string; readonly basis: string; readonly count: number }[];
}

type GroupRow = readonly [key: number[], s: number, d: number, f: number];
type SignalRow = readonly [place: number, kind: string, basis: string, n: number];

/**
 * A page of groups with exposures and signals: days in their order, then the largest first, then those with more negative signals.
 * Ranked in the database, so that only the page is written out and read: of thousands of groups that takes most of the time.
 */
export async function rankCells(
  db: Db,
  organizationId: string,
  question: RankQuestion,
): Promise<RankedGroup[]> {
  const { by, rule, negativeKinds, offset, limit } = question;
  const plain = { ...question, by: [...new Set(by.map(({ column }) => column))] };
  const exposures = exposureParts(organizationId, plain);
  const signals = signalParts(organizationId, plain);
  if (exposures === null || signals === null) return [];
  const names = by.length === 0 ? ["g0"] : by.map((_, place) => `g${place}`);
  const keys = Prisma.raw(names.join(", "));
  const counted = Prisma.join(by.length === 0 ? [Prisma.sql`0 as g0`] : by.map(countedAs));
  const joins = by.length === 0 ? Prisma.empty : Prisma.join(by.map(joinOf), " ");
  const days = by.flatMap(({ column }, place) => (column === "day" ? [`g${place}, `] : []));
  const order = Prisma.raw(`${days.join("")} exposures desc, negative desc, ${names.join(", ")}`);
  const list = (columns: string) =>
    Prisma.raw(`'[' || string_agg('[' || concat_ws(',', ${columns}) || ']', ',' order by place) || ']'`);
  const [row] = await db.$queryRaw<{ groups: string | null; signals: string | null }[]>`
    with e as (
      select ${counted}, sum(s) as s, sum(d) as d, sum(f) as f from (${exposures}) p ${joins} group by ${keys}
    ), t as (
      select ${counted}, kind, basis, sum(n)::float8 as n from (${signals}) p ${joins} group by ${keys}, kind, basis
    ), m as (
      select ${keys}, sum(n) filter (where kind = any(${[...negativeKinds]}::text[])) as m from t where n <> 0 group by ${keys}
    ), both_sides as (
      select ${keys}, coalesce(s, 0) as exposures, coalesce(d, 0) as d, coalesce(f, 0) as f, coalesce(m, 0) as negative
      from (select * from e where s <> 0) e full join m using (${keys})
    ), page as materialized (
      select *, row_number() over (order by ${order}) - 1 - ${offset}::int as place from both_sides
      order by ${order} limit ${limit}::int offset ${offset}::int
    )
    select (select ${list(`'[' || concat_ws(',', ${names.join(", ")}) || ']', exposures, d, f`)} from page) as groups,
      (select ${list("place, '\"' || kind || '\"', '\"' || basis || '\"', n")} from page join t using (${keys}) where n <> 0) as signals`;
  const unit = rule === "split" ? millionth : 1;
  const groups = (JSON.parse(row?.groups ?? "[]") as GroupRow[]).map(([key, s, d, f]) => ({
    key: by.length === 0 ? [] : key,
    exposures: s / unit,
    delivered: d / unit,
    failed: f / unit,
    signals: [] as { kind: string; basis: string; count: number }[],
  }));
  for (const [place, kind, basis, n] of JSON.parse(row?.signals ?? "[]") as SignalRow[])
    groups[place]?.signals.push({ kind, basis, count: n / unit });
  return groups;
}

function countedAs({ column, as, others }: RankedColumn, place: number): Prisma.Sql {
  if (as.length === 0) return Prisma.raw(`${others === "itself" ? `p.${column}` : "0"} as g${place}`);
  return Prisma.raw(`coalesce(a${place}.counted, ${others === "itself" ? `p.${column}` : "0"}) as g${place}`);
}

function joinOf({ column, as }: RankedColumn, place: number): Prisma.Sql {
  if (as.length === 0) return Prisma.empty;
  return Prisma.sql`left join unnest(${as.map(([from]) => from)}::int[], ${as.map(([, to]) => to)}::int[])
    ${Prisma.raw(`a${place}(ordinal, counted) on a${place}.ordinal = p.${column}`)}`;
}
