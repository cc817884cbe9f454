import type { Db } from "./open-database.ts";

/** Counts of what a piece of a file gave. */
export interface PieceCounts {
  readonly accepted: number;
  readonly changed: number;
  readonly duplicates: number;
  readonly rejected: number;
}

/** A place in a file and why it was not taken; never what stood there. */
export interface StoredRejection {
  readonly line: number;
  /** Of several at one line: their order. */
  readonly place: number;
  readonly column: string | null;
  readonly message: string;
}

interface ImportPlace {
  readonly organizationId: string;
  readonly id: string;
}

/**
 * Holds an import that waits for the piece at `offset` until the transaction ends. False when another request has taken
 * that piece, or the import is no longer open.
 */
export async function claimPiece(db: Db, place: ImportPlace, offset: number): Promise<boolean> {
  const rows = await db.$queryRaw<unknown[]>`
    select 1 from data_import where organization_id = ${place.organizationId} and id = ${place.id}
      and state = 'open' and byte_offset = ${offset}::bigint
    for update`;
  return rows.length > 0;
}

/** Books a piece: how far the file is worked on, what came of it, and the end when it was the last. */
export async function bookPiece(
  db: Db,
  place: ImportPlace,
  piece: {
    readonly byteOffset: number;
    readonly lines: number;
    readonly counts: PieceCounts;
    readonly isLast: boolean;
    readonly at: Date;
  },
): Promise<void> {
  const { byteOffset, lines, counts, isLast, at } = piece;
  await db.$executeRaw`
    update data_import set byte_offset = ${byteOffset}::bigint, line_count = line_count + ${lines}::int,
      accepted_count = accepted_count + ${counts.accepted}::int, changed_count = changed_count + ${counts.changed}::int,
      duplicate_count = duplicate_count + ${counts.duplicates}::int,
      rejected_count = rejected_count + ${counts.rejected}::int, updated_at = ${at}::timestamptz,
      state = case when ${isLast}::boolean then 'done' else state end,
      finished_at = case when ${isLast}::boolean then ${at}::timestamptz else finished_at end
    where organization_id = ${place.organizationId} and id = ${place.id}`;
}

export async function storeRejections(
  db: Db,
  place: ImportPlace,
  rejections: readonly StoredRejection[],
): Promise<void> {
  if (rejections.length === 0) return;
  await db.$executeRaw`
    insert into import_rejection (organization_id, import_id, line, place, "column", message)
    select ${place.organizationId}, ${place.id}, r.line, r.place, r."column", r.message
    from jsonb_to_recordset(${JSON.stringify(rejections)}::jsonb) as r(line int, place int, "column" text, message text)
    on conflict do nothing`;
}

/** Up to `limit` rejections behind a place, in the order of the file. */
export async function listRejections(
  db: Db,
  place: ImportPlace,
  page: { readonly after: { readonly line: number; readonly place: number } | null; readonly limit: number },
): Promise<StoredRejection[]> {
  const { line, place: last } = page.after ?? { line: -1, place: -1 };
  return db.$queryRaw<StoredRejection[]>`
    select line, place, "column", message from import_rejection
    where organization_id = ${place.organizationId} and import_id = ${place.id}
      and (line, place) > (${line}::int, ${last}::int)
    order by line, place limit ${page.limit}::int`;
}

/** A short statement at a time keeps others waiting for a moment only. */
const rejectionsAtOnce = 5_000;

/**
 * Drops some rejections of imports, of whichever organization, on which nothing was done since a time.
 *
 * @returns how many went, and whether there may be more.
 */
export async function dropRejectionsBefore(
  db: Db,
  before: Date,
): Promise<{ readonly count: number; readonly more: boolean }> {
  const count = await db.$executeRaw`
    delete from import_rejection where ctid = any(array(
      select r.ctid from data_import i
      join import_rejection r on r.organization_id = i.organization_id and r.import_id = i.id
      where i.updated_at < ${before}::timestamptz limit ${rejectionsAtOnce}))`;
  return { count, more: count === rejectionsAtOnce };
}

export interface UndoingImport extends ImportPlace {
  readonly kind: string;
  /** Between which instants its facts were recorded, with an hour for clocks that differ. */
  readonly from: Date;
  readonly to: Date;
}

/** Imports of all organizations that are being undone. */
export async function findUndoingImports(db: Db): Promise<UndoingImport[]> {
  return db.$queryRaw<UndoingImport[]>`
    select organization_id as "organizationId", id, kind, created_at - interval '1 hour' as "from",
      coalesce(finished_at, updated_at) + interval '1 hour' as "to"
    from data_import where state = 'undoing' order by organization_id, id`;
}

/** Holds an import that is being undone until the transaction ends; false when another process has undone it. */
export async function lockUndoing(db: Db, place: ImportPlace): Promise<boolean> {
  const rows = await db.$queryRaw<unknown[]>`
    select 1 from data_import
    where organization_id = ${place.organizationId} and id = ${place.id} and state = 'undoing' for update`;
  return rows.length > 0;
}

/** Which tables hold the facts of a kind of import. A failed message that was imported is a signal too. */
const tablesOf: Readonly<Record<string, readonly ("opt_in" | "exposure" | "signal")[]>> = {
  "opt-ins": ["opt_in"],
  exposures: ["signal", "exposure"],
  signals: ["signal"],
};

/** Removes up to `limit` facts that an import added; triggers take back what they counted. @returns how many. */
export async function removeImportedFacts(db: Db, one: UndoingImport, limit: number): Promise<number> {
  for (const table of tablesOf[one.kind] ?? []) {
    const removed = await db.$executeRawUnsafe(
      `delete from ${table} where ctid = any(array(select ctid from ${table}
        where organization_id = $1 and import_id = $2 and recorded_at between $3 and $4 limit $5))`,
      one.organizationId,
      one.id,
      one.from,
      one.to,
      limit,
    );
    if (removed > 0) return removed;
  }
  return 0;
}

export async function markUndone(db: Db, place: ImportPlace, at: Date): Promise<void> {
  await db.$executeRaw`
    update data_import set state = 'undone', updated_at = ${at}::timestamptz
    where organization_id = ${place.organizationId} and id = ${place.id}`;
}

/** Ids of phone numbers by the digits of their display numbers; digits that two numbers show are left out. */
export async function findIdsByDisplayDigits(db: Db, organizationId: string): Promise<Map<string, string>> {
  const rows = await db.$queryRaw<{ digits: string; id: string }[]>`
    select regexp_replace(display_phone_number, '\\D', '', 'g') as digits, min(id) as id from phone_number
    where organization_id = ${organizationId} and display_phone_number is not null
    group by 1 having count(*) = 1`;
  return new Map(rows.map(({ digits, id }) => [digits, id]));
}
