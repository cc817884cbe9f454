import type { ImportSubject } from "../../core/history/import-fields.ts";
import type { ImportedChange } from "../../core/history/judge-import-row.ts";
import type { Db } from "./open-database.ts";

/** Where the changes of a subject are kept. Constants of this file: they are written into statements as they are. */
interface ChangeTable {
  readonly table: "phone_number_change" | "asset_change";
  readonly id: "phone_number_id" | "subject_id";
  /** Narrows to the subject's kind, where one table holds several. */
  readonly kind: string;
  readonly subjects: string;
}

const tables: Readonly<Record<ImportSubject, ChangeTable>> = {
  "phone-number": {
    table: "phone_number_change",
    id: "phone_number_id",
    kind: "",
    subjects: "phone_number",
  },
  portfolio: assets("portfolio", "portfolio"),
  waba: assets("waba", "waba"),
  template: assets("template", "message_template"),
};

function assets(kind: string, subjects: string): ChangeTable {
  return { table: "asset_change", id: "subject_id", kind: `and c.subject_kind = '${kind}'`, subjects };
}

/** Which of these ids exist in the organization. */
export async function findKnownSubjects(
  db: Db,
  organizationId: string,
  subject: ImportSubject,
  ids: readonly string[],
): Promise<Set<string>> {
  const rows = await db.$queryRawUnsafe<{ id: string }[]>(
    `select id from ${tables[subject].subjects} where organization_id = $1 and id = any($2::text[])`,
    organizationId,
    [...ids],
  );
  return new Set(rows.map((row) => row.id));
}

/**
 * Lets one batch of an organization be written at a time: rows are tied to their neighbours. Call inside the
 * transaction.
 */
export async function lockImports(db: Db, organizationId: string): Promise<void> {
  await db.$executeRaw`select pg_advisory_xact_lock(${importsLock}::int, hashtext(${organizationId}))`;
}

/** Any fixed number, with the organization's hash. */
const importsLock = 7_415_008;

export interface StoredAtInstant {
  /** The same value of the same instant is known already, from a poll or a file. */
  readonly known: boolean;
  /** Another value that a file gave for the same instant; null when there is none. */
  readonly contradicts: string | null;
}

/** What is stored already at the instants of these changes, in their order. All are of one subject kind. */
export async function findStoredAt(
  db: Db,
  organizationId: string,
  subject: ImportSubject,
  changes: readonly ImportedChange[],
): Promise<StoredAtInstant[]> {
  const { table, id, kind } = tables[subject];
  const place = `c.organization_id = $1 ${kind} and c.${id} = r.id and c.field = r.field and c.occurred_at = r.at`;
  // Scalar look-ups by index: an "exists" would be answered by reading the organization's whole history.
  return db.$queryRawUnsafe<StoredAtInstant[]>(
    `select (select c.to_value from ${table} c where ${place} and c.to_value = r.value limit 1) is not null as known,
       (select c.to_value from ${table} c where ${place} and c.source = 'import' and c.to_value <> r.value limit 1)
         as contradicts
     from jsonb_to_recordset($2::jsonb) as r(ordinal int, id text, field text, value text, at timestamptz)
     order by r.ordinal`,
    organizationId,
    toJson(changes),
  );
}

/** When polls or webhooks first told of each of these fields, in their order; null where they never did. */
export async function findFirstObserved(
  db: Db,
  organizationId: string,
  subject: ImportSubject,
  fields: readonly { readonly id: string; readonly field: string }[],
): Promise<(Date | null)[]> {
  const { table, id, kind } = tables[subject];
  const rows = await db.$queryRawUnsafe<{ firstAt: Date | null }[]>(
    `select (select c.occurred_at from ${table} c where c.organization_id = $1 ${kind} and c.${id} = r.id
        and c.field = r.field and c.source <> 'import' order by c.occurred_at limit 1) as "firstAt"
     from jsonb_to_recordset($2::jsonb) as r(ordinal int, id text, field text)
     order by r.ordinal`,
    organizationId,
    JSON.stringify(fields.map((one, ordinal) => ({ ordinal, id: one.id, field: one.field }))),
  );
  return rows.map((row) => row.firstAt);
}

/**
 * Appends imported changes of one subject kind; how many were new. The id follows from what a row says, so that a
 * second import at the same moment meets itself.
 */
export async function appendImported(
  db: Db,
  place: { organizationId: string; importId: string; recordedAt: Date; subject: ImportSubject },
  changes: readonly ImportedChange[],
): Promise<number> {
  if (changes.length === 0) return 0;
  const { table, id } = tables[place.subject];
  const kindColumn = table === "asset_change" ? "subject_kind, " : "";
  const kindValue = table === "asset_change" ? "$5, " : "";
  return db.$executeRawUnsafe(
    `insert into ${table} (organization_id, ${kindColumn}${id}, id, field, to_value, occurred_at, recorded_at, source,
       reference)
     select $1, ${kindValue}r.id,
       substr(encode(sha256(convert_to(jsonb_build_array($5::text, r.id, r.field, r.written_at, r.value)::text, 'UTF8')),
         'hex'), 1, 32) as row_id,
       r.field, r.value, r.at, $4::timestamptz, 'import', $3
     from jsonb_to_recordset($2::jsonb) as r(id text, field text, value text, at timestamptz, written_at text)
     order by row_id
     on conflict do nothing`,
    place.organizationId,
    toJson(changes),
    place.importId,
    place.recordedAt,
    place.subject,
  );
}

/** Stretches of time of single fields. */
export interface TouchedRange {
  readonly id: string;
  readonly field: string;
  readonly from: Date;
  readonly to: Date;
}

/**
 * Makes imported rows name the value before them, whoever told of it, over the ranges given and up to the next
 * imported row behind each. Observed rows are facts and stay as they are. Call under `lockImports`.
 */
export async function relinkImported(
  db: Db,
  organizationId: string,
  subject: ImportSubject,
  ranges: readonly TouchedRange[],
): Promise<void> {
  if (ranges.length === 0) return;
  const { table, id, kind } = tables[subject];
  const place = `c.organization_id = $1 ${kind} and c.${id} = t.id and c.field = t.field`;
  const rows = ranges.map(({ id: subjectId, field, from, to }) => ({
    id: subjectId,
    field,
    lo: from,
    hi: to,
  }));
  // Rows are met again by their place in the table: without statistics the planner would look each up by scanning.
  await db.$executeRawUnsafe(
    `with touched as (
       select * from jsonb_to_recordset($2::jsonb) as r(id text, field text, lo timestamptz, hi timestamptz)
     ), bounds as materialized (
       select t.*,
         (select max(c.occurred_at) from ${table} c where ${place} and c.occurred_at < t.lo) as before_at,
         (select min(c.occurred_at) from ${table} c where ${place} and c.occurred_at > t.hi and c.source = 'import')
           as behind_at
       from touched t
     ), ordered as materialized (
       select o.* , t.lo from bounds t cross join lateral (
         select c.ctid as place, c.source, c.occurred_at, c.from_value,
           lag(c.to_value) over (order by c.occurred_at, c.id) as before
         from ${table} c where ${place}
           and c.occurred_at >= coalesce(t.before_at, t.lo) and c.occurred_at <= coalesce(t.behind_at, t.hi)
       ) o
     )
     update ${table} c set from_value = o.before from ordered o
     where c.ctid = o.place and o.source = 'import' and o.occurred_at >= o.lo
       and o.from_value is distinct from o.before`,
    organizationId,
    JSON.stringify(rows),
  );
}

/** Removes what one import brought in; the ranges it leaves behind, by subject. */
export async function removeImported(
  db: Db,
  organizationId: string,
  importId: string,
  subject: ImportSubject,
): Promise<TouchedRange[]> {
  const { table, id, kind } = tables[subject];
  return db.$queryRawUnsafe<TouchedRange[]>(
    `with gone as (
       delete from ${table} c where c.organization_id = $1 ${kind} and c.source = 'import' and c.reference = $2
       returning c.${id} as id, c.field, c.occurred_at
     )
     select id, field, min(occurred_at) as "from", max(occurred_at) as "to" from gone group by id, field`,
    organizationId,
    importId,
  );
}

function toJson(changes: readonly ImportedChange[]): string {
  return JSON.stringify(
    changes.map(({ id, field, value, at }, ordinal) => ({
      ordinal,
      id,
      field,
      value,
      at,
      written_at: at.toISOString(),
    })),
  );
}
