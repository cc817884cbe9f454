import { listRejections, type StoredRejection } from "../../adapters/db/data-imports.ts";
import type { RejectionListQuery } from "../../contracts/imports.ts";
import { csvText } from "../../core/history/csv-text.ts";
import type { ServiceContext } from "../context.ts";
import { invalid, ServiceError } from "../errors.ts";
import { decodeCursor, pageOf } from "../page-cursor.ts";
import { requireRight } from "../require-right.ts";
import { findImport } from "./find-import.ts";

type Rejection = Pick<StoredRejection, "line" | "column" | "message">;
const rowsAtOnce = 5_000;

/**
 * Rows that were not taken, in the order of the file.
 *
 * @throws ServiceError NOT_FOUND, also when they were dropped with age: an empty list would say that all rows were taken.
 */
export async function listImportRejections(
  ctx: ServiceContext,
  id: string,
  query: RejectionListQuery,
): Promise<{ data: Rejection[]; nextCursor: string | null }> {
  requireRight(ctx, "facts.write");
  await findKept(ctx, id);
  const cursor = decodeCursor(query.cursor, 2);
  const [line, place] = (cursor ?? []).map(Number);
  const after = line === undefined || place === undefined ? null : { line, place };
  if (after !== null && !(Number.isInteger(after.line) && Number.isInteger(after.place))) {
    throw invalid("cursor", "is not a cursor of this list");
  }
  const { organizationId } = ctx;
  const rows = await listRejections(ctx.db, { organizationId, id }, { after, limit: query.limit + 1 });
  const { page, nextCursor } = pageOf(rows, query.limit, (last) => [String(last.line), String(last.place)]);
  return { data: page.map(shown), nextCursor };
}

/** The same as a CSV file, piece by piece. @throws ServiceError NOT_FOUND, as above, before the first piece. */
export async function exportImportRejections(
  ctx: ServiceContext,
  id: string,
): Promise<AsyncGenerator<string>> {
  requireRight(ctx, "facts.write");
  await findKept(ctx, id);
  return pieces(ctx, id);
}

async function findKept(ctx: ServiceContext, id: string): Promise<void> {
  const { rejectedCount } = await findImport(ctx, id);
  if (rejectedCount === 0) return;
  const first = await listRejections(
    ctx.db,
    { organizationId: ctx.organizationId, id },
    { after: null, limit: 1 },
  );
  if (first.length > 0) return;
  const days = ctx.defaults.rawRetentionDays;
  throw new ServiceError(
    "NOT_FOUND",
    `The rejected rows of this import are no longer kept: they go after ${days} days. Import the file again to see them.`,
  );
}

async function* pieces(ctx: ServiceContext, id: string): AsyncGenerator<string> {
  yield csvText([["line", "column", "problem"]]);
  let after: StoredRejection | null = null;
  for (;;) {
    const place = { organizationId: ctx.organizationId, id };
    const rows: StoredRejection[] = await listRejections(ctx.db, place, { after, limit: rowsAtOnce });
    if (rows.length > 0) {
      yield csvText(rows.map(({ line, column, message }) => [String(line), column, message]));
    }
    after = rows.at(-1) ?? null;
    if (rows.length < rowsAtOnce) return;
  }
}

function shown({ line, column, message }: StoredRejection): Rejection {
  return { line, column, message };
}
