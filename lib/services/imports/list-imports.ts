import type { ImportDto, ImportListQuery } from "../../contracts/imports.ts";
import type { ServiceContext } from "../context.ts";
import { decodeCursor, pageOf } from "../page-cursor.ts";
import { requireRight } from "../require-right.ts";
import { findImport } from "./find-import.ts";
import { toImportDto } from "./import-dto.ts";

/** Imports of files, newest first: their ids sort by time. */
export async function listImports(
  ctx: ServiceContext,
  query: ImportListQuery,
): Promise<{ data: ImportDto[]; nextCursor: string | null }> {
  requireRight(ctx, "facts.write");
  const after = decodeCursor(query.cursor, 1);
  const rows = await ctx.db.dataImport.findMany({
    where: {
      organizationId: ctx.organizationId,
      ...(query.fileMark === undefined ? {} : { fileMark: query.fileMark }),
      ...(after === null ? {} : { id: { lt: after[0] ?? "" } }),
    },
    orderBy: { id: "desc" },
    take: query.limit + 1,
  });
  const { page, nextCursor } = pageOf(rows, query.limit, (last) => [last.id]);
  return { data: page.map(toImportDto), nextCursor };
}

/** One import, and how far it is. @throws ServiceError NOT_FOUND */
export async function getImport(ctx: ServiceContext, id: string): Promise<ImportDto> {
  requireRight(ctx, "facts.write");
  return toImportDto(await findImport(ctx, id));
}
