import type { HistoryImportDto } from "../../contracts/history.ts";
import type { PageQuery } from "../../contracts/page.ts";
import type { ServiceContext } from "../context.ts";
import { decodeCursor, pageOf } from "../page-cursor.ts";
import { requireRight } from "../require-right.ts";

/** Past imports, newest first. Their ids sort by time. */
export async function listHistoryImports(
  ctx: ServiceContext,
  query: PageQuery,
): Promise<{ data: HistoryImportDto[]; nextCursor: string | null }> {
  requireRight(ctx, "collector.read");
  const after = decodeCursor(query.cursor, 1);
  const rows = await ctx.db.historyImport.findMany({
    where: { organizationId: ctx.organizationId, ...(after === null ? {} : { id: { lt: after[0] ?? "" } }) },
    orderBy: { id: "desc" },
    take: query.limit + 1,
  });
  const { page, nextCursor } = pageOf(rows, query.limit, (last) => [last.id]);
  return {
    data: page.map((row) => ({
      id: row.id,
      fileName: row.fileName,
      createdAt: row.createdAt.toISOString(),
      createdBy: row.createdBy,
      accepted: row.acceptedCount,
      duplicates: row.duplicateCount,
      rejected: row.rejectedCount,
    })),
    nextCursor,
  };
}
