import { planSegments, type Segment, type Stretch } from "../../core/cells/plan-segments.ts";
import { Prisma } from "./generated/client.ts";
import type { Db } from "./open-database.ts";

/** Columns by which cells can be grouped. */
export type CellColumn = "number" | "source" | "campaign" | "template" | "cohort" | "day" | "week";
export type CellRule = "last" | "first" | "split";

export interface CellsQuestion {
  readonly hours: Stretch;
  readonly by: readonly CellColumn[];
  readonly rule: CellRule;
  /** Ordinals that are let through; absent: all. */
  readonly only: Partial<Record<"number" | "source" | "campaign" | "template", readonly number[]>>;
  /** The newest hour that has a cell, of exposures or signals (`readCellState`); it saves reading the hours of a range that is not over. */
  readonly lastHour?: number | undefined;
}

/** One group: ordinals in the order of `by` (0: none; days and weeks in days since 1970), and its counts. */
export interface ExposureGroup {
  readonly key: readonly number[];
  readonly exposures: number;
  readonly delivered: number;
  readonly failed: number;
}
export interface SignalGroup {
  readonly key: readonly number[];
  readonly kind: string;
  readonly basis: string;
  readonly count: number;
}
export interface OptInGroup {
  readonly key: readonly number[];
  readonly optIns: number;
  readonly gained: number;
}

/** Counts under the split rule are whole millionths. */
export const millionth = 1_000_000;
const columnNames: Record<CellRule, readonly [string, string, string]> = {
  last: ["last", "delivered_last", "failed_last"],
  first: ["first", "delivered_first", "failed_first"],
  split: ["split", "delivered_split", "failed_split"],
};

/** Exposures by any columns, from the smallest roll-ups that hold them: the cost follows the cells in range. */
export async function readExposureGroups(
  db: Db,
  organizationId: string,
  question: CellsQuestion,
): Promise<ExposureGroup[]> {
  const { by, rule } = question;
  const parts = exposureParts(organizationId, question);
  if (parts === null) return [];
  const rows = await db.$queryRaw<{ rows: string | null }[]>`
    with parts as (${parts}), grouped as (
      select ${keyOf(by)} as key, sum(s) as s, sum(d) as d, sum(f) as f from parts ${groupBy(by)}
    )
    select ${listOf("key, s, d, f")} as rows from grouped where s <> 0 or d <> 0 or f <> 0`;
  const unit = rule === "split" ? millionth : 1;
  return parse<[number[], number, number, number]>(rows).map(([key, s, d, f]) => ({
    key,
    exposures: s / unit,
    delivered: d / unit,
    failed: f / unit,
  }));
}

/** Rows of the columns of `by`, and counts s, d and f to be summed up; null for an empty range. */
export function exposureParts(organizationId: string, question: CellsQuestion): Prisma.Sql | null {
  const { by, only } = question;
  const needed = [...by, ...Object.keys(only)];
  const isPair = !needed.includes("template") && !needed.includes("cohort");
  const segments = planSegments(question.hours, isPair && !by.includes("day"), question.lastHour);
  if (segments.length === 0) return null;
  const parts = segments.map((segment) => exposurePart(organizationId, question, segment, isPair));
  return Prisma.join(parts, " union all ");
}

function exposurePart(
  organizationId: string,
  { by, only, rule }: CellsQuestion,
  { unit, from, to, sign }: Segment,
  isPair: boolean,
): Prisma.Sql {
  const table = {
    hour: isPair ? "exposure_pair_hour" : "exposure_cell_hour",
    day: isPair ? "exposure_pair_day" : "exposure_cell_day",
    week: "exposure_pair_week",
  }[unit];
  const [sent, delivered, failed] = columnNames[rule];
  const columns = by.map((column) => `${columnIn(column, unit)}, `).join("");
  const counts = `${sign} * "${sent}" as s, ${sign} * "${delivered}" as d, ${sign} * "${failed}" as f`;
  return Prisma.sql`select ${Prisma.raw(columns + counts)} from ${Prisma.raw(table)}
    where organization_id = ${organizationId} and ${Prisma.raw(unit)} >= ${from}
      and ${Prisma.raw(unit)} < ${to} ${filterOf(only)}`;
}

/** Signals by any columns, kind and basis, from weeks in the middle of a range where these hold what is asked for. */
export async function readSignalGroups(
  db: Db,
  organizationId: string,
  question: CellsQuestion,
): Promise<SignalGroup[]> {
  const { by, rule } = question;
  const parts = signalParts(organizationId, question);
  if (parts === null) return [];
  const rows = await db.$queryRaw<{ rows: string | null }[]>`
    with parts as (${parts}), grouped as (
      select ${keyOf(by)} as key, to_json(kind) as kind, to_json(basis) as basis, sum(n) as n from parts
      group by ${Prisma.raw([...by, "kind", "basis"].join(", "))}
    )
    select ${listOf("key, kind, basis, n")} as rows from grouped where n <> 0`;
  const unit = rule === "split" ? millionth : 1;
  return parse<[number[], string, string, number]>(rows).map(([key, kind, basis, n]) => ({
    key,
    kind,
    basis,
    count: n / unit,
  }));
}

/** Rows of the columns of `by`, kind, basis, and a count n to be summed up; null for an empty range. */
export function signalParts(
  organizationId: string,
  question: CellsQuestion,
  kinds: readonly string[] | null = null,
): Prisma.Sql | null {
  const { by, only, rule } = question;
  const segments = planSignals(question);
  if (segments.length === 0) return null;
  const columns = (unit: "hour" | "week") => by.map((column) => `${columnIn(column, unit)}, `).join("");
  const ofKinds = kinds === null ? Prisma.empty : Prisma.sql`and kind = any(${[...kinds]}::text[])`;
  const parts = segments.map(
    ({ unit, from, to, sign }) => Prisma.sql`
    select ${Prisma.raw(`${columns(unit)} kind, basis, ${sign} * "${rule}" as n`)}
    from ${Prisma.raw(unit === "week" ? "signal_pair_week" : "signal_cell")}
    where organization_id = ${organizationId} and ${Prisma.raw(unit)} >= ${from}
      and ${Prisma.raw(unit)} < ${to} ${filterOf(only)} ${ofKinds}`,
  );
  return Prisma.join(parts, " union all ");
}

/** Negative signals by any columns, all kinds together: what a series needs. */
export async function readSignalSums(
  db: Db,
  organizationId: string,
  question: CellsQuestion,
  kinds: readonly string[],
): Promise<{ readonly key: readonly number[]; readonly count: number }[]> {
  const parts = signalParts(organizationId, question, kinds);
  if (parts === null) return [];
  const { by, rule } = question;
  const rows = await db.$queryRaw<{ rows: string | null }[]>`
    with parts as (${parts}), grouped as (select ${keyOf(by)} as key, sum(n) as n from parts ${groupBy(by)})
    select ${listOf("key, n")} as rows from grouped where n <> 0`;
  const unit = rule === "split" ? millionth : 1;
  return parse<[number[], number]>(rows).map(([key, n]) => ({ key, count: n / unit }));
}

/** Weeks hold neither template, cohort nor day; signals by day are read from their hours. */
function planSignals({ hours, by, only, lastHour }: CellsQuestion) {
  const needed = [...by, ...Object.keys(only)];
  if (needed.some((column) => ["template", "cohort", "day"].includes(column))) {
    return hours.from < hours.to ? [{ unit: "hour" as const, ...hours, sign: 1 }] : [];
  }
  return planSegments(hours, true, lastHour).map(({ unit, from, to, sign }) =>
    unit === "day" ? { unit: "hour" as const, from: from * 24, to: to * 24, sign } : { unit, from, to, sign },
  );
}

/** Opt-ins by source and day. */
export async function readOptInGroups(
  db: Db,
  organizationId: string,
  question: {
    readonly hours: Stretch;
    readonly by: readonly ("source" | "day" | "week")[];
    readonly sources: readonly number[] | null;
  },
): Promise<OptInGroup[]> {
  const { by, sources } = question;
  const segments = planSegments(question.hours, !by.includes("day"));
  const only = sources === null ? {} : { source: sources };
  if (segments.length === 0) return [];
  const parts = segments.map(
    ({ unit, from, to, sign }) => Prisma.sql`
    select ${Prisma.raw(by.map((column) => `${columnIn(column, unit)}, `).join(""))}
      ${Prisma.raw(`${sign} * opt_ins as o, ${sign} * gained as g`)}
    from ${Prisma.raw(`opt_in_cell_${unit}`)}
    where organization_id = ${organizationId} and ${Prisma.raw(unit)} >= ${from}
      and ${Prisma.raw(unit)} < ${to} ${filterOf(only)}`,
  );
  const rows = await db.$queryRaw<{ rows: string | null }[]>`
    with parts as (${Prisma.join(parts, " union all ")}), grouped as (
      select ${keyOf(by)} as key, sum(o)::int as o, sum(g)::int as g from parts ${groupBy(by)}
    )
    select ${listOf("key, o, g")} as rows from grouped where o <> 0 or g <> 0`;
  return parse<[number[], number, number]>(rows).map(([key, optIns, gained]) => ({ key, optIns, gained }));
}

/** The keys behind the ordinals of one dimension, or of all. */
export async function readCellValues(
  db: Db,
  organizationId: string,
): Promise<Record<"number" | "source" | "campaign" | "template", Map<number, string>>> {
  const rows = await db.$queryRaw<{ rows: string | null }[]>`
    select json_agg(json_build_array(dimension, ordinal, key))::text as rows from cell_value
    where organization_id = ${organizationId}`;
  const values = {
    number: new Map<number, string>(),
    source: new Map<number, string>(),
    campaign: new Map<number, string>(),
    template: new Map<number, string>(),
  };
  for (const [dimension, ordinal, key] of parse<[keyof typeof values, number, string]>(rows)) {
    values[dimension].set(ordinal, key);
  }
  return values;
}

/** How far the cells are: when they changed, their newest hour, and how many facts wait (10,000 stands for more). */
export async function readCellState(
  db: Db,
  organizationId: string,
): Promise<{ countedAt: Date | null; lastHour: number; waiting: number }> {
  const [row] = await db.$queryRaw<{ countedAt: Date | null; lastHour: number; waiting: number }[]>`
    select (select changed_at from cell_state where organization_id = ${organizationId}) as "countedAt",
      greatest((select max(hour) from exposure_cell_hour where organization_id = ${organizationId}),
        (select max(hour) from signal_cell where organization_id = ${organizationId}), 0) as "lastHour",
      (select count(*) from (select 1 from cell_delta where organization_id = ${organizationId} limit 10000) d)::int
      + (select count(*) from (select 1 from recount_entry
          where organization_id = ${organizationId} and stamp is null limit 10000) r)::int as waiting`;
  return row ?? { countedAt: null, lastHour: 0, waiting: 0 };
}

/** A column as a table of that grain has it. Weeks are named by their Monday. */
function columnIn(column: CellColumn, unit: "hour" | "day" | "week"): string {
  const day = unit === "hour" ? "(hour / 24)" : "day";
  if (column === "day") return `${day} as day`;
  if (column !== "week" || unit === "week") return column;
  return `${day} - (${day} + 3) % 7 as week`;
}

/** The ordinals of a group as a JSON array. PostgreSQL's own JSON functions take most of the time of such a query. */
function keyOf(by: readonly string[]): Prisma.Sql {
  return Prisma.raw(`'[' || concat_ws(',', ${["null", ...by].join(", ")}) || ']'`);
}

/** All rows as one JSON array of arrays; every column is JSON already. */
function listOf(columns: string): Prisma.Sql {
  return Prisma.raw(`'[' || string_agg('[' || concat_ws(',', ${columns}) || ']', ',') || ']'`);
}

function groupBy(by: readonly string[]): Prisma.Sql {
  return by.length === 0 ? Prisma.empty : Prisma.raw(`group by ${by.join(", ")}`);
}

function filterOf(only: CellsQuestion["only"]): Prisma.Sql {
  const conditions = Object.entries(only).map(
    ([column, ordinals]) => Prisma.sql`and ${Prisma.raw(column)} = any(${[...ordinals]}::int[])`,
  );
  return conditions.length === 0 ? Prisma.empty : Prisma.join(conditions, " ");
}

function parse<Row>(rows: readonly { readonly rows: string | null }[]): Row[] {
  return JSON.parse(rows[0]?.rows ?? "[]") as Row[];
}
