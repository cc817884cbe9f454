import { findEntry } from "../../adapters/db/registry-entries.ts";
import { listWordingRows } from "../../adapters/db/source-wordings.ts";
import type { PageQuery } from "../../contracts/page.ts";
import type { SourceWordingDto } from "../../contracts/registry.ts";
import type { ServiceContext } from "../context.ts";
import { invalid, notFound } from "../errors.ts";
import { decodeCursor, pageOf } from "../page-cursor.ts";
import { requireRight } from "../require-right.ts";
import { readBusinessNames } from "../wordings/business-names.ts";
import { toSourceWordingDto } from "./source-wording-dto.ts";

/** What people read at a source, newest version first. @throws ServiceError NOT_FOUND, VALIDATION (cursor) */
export async function listSourceWordings(
  ctx: ServiceContext,
  sourceId: string,
  query: PageQuery,
): Promise<{ data: SourceWordingDto[]; nextCursor: string | null }> {
  requireRight(ctx, "registry.read");
  const { db, organizationId } = ctx;
  const part = decodeCursor(query.cursor, 1)?.[0];
  const after = part === undefined ? null : Number(part);
  // A version is a 32-bit integer in the database.
  if (after !== null && !(Number.isInteger(after) && after > 0 && after < 2 ** 31)) {
    throw invalid("cursor", "is not a cursor of this list");
  }
  if ((await findEntry(db, "opt-in-source", organizationId, sourceId)) === null) {
    throw notFound("The opt-in source");
  }
  const rows = await listWordingRows(db, organizationId, sourceId, { after, take: query.limit + 1 });
  const { page, nextCursor } = pageOf(rows, query.limit, (last) => [String(last.version)]);
  const names = await readBusinessNames(ctx);
  return { data: page.map((row) => toSourceWordingDto(row, names)), nextCursor };
}
