import type { TemplateDto, TemplateListQuery } from "../../contracts/history.ts";
import type { ServiceContext } from "../context.ts";
import { decodeCursor, pageOf } from "../page-cursor.ts";
import { requireRight } from "../require-right.ts";

/** Message templates by id with their newest known state; `status` is Meta's word. */
export async function listTemplates(
  ctx: ServiceContext,
  query: TemplateListQuery,
): Promise<{ data: TemplateDto[]; nextCursor: string | null }> {
  requireRight(ctx, "quality.read");
  const after = decodeCursor(query.cursor, 1);
  const rows = await ctx.db.messageTemplate.findMany({
    where: {
      organizationId: ctx.organizationId,
      ...(after === null ? {} : { id: { gt: after[0] ?? "" } }),
      ...(query.wabaId === undefined ? {} : { wabaId: query.wabaId }),
      ...(query.status === undefined ? {} : { status: query.status }),
    },
    orderBy: { id: "asc" },
    take: query.limit + 1,
  });
  const { page, nextCursor } = pageOf(rows, query.limit, (last) => [last.id]);
  return {
    data: page.map((row) => ({
      id: row.id,
      wabaId: row.wabaId,
      name: row.name,
      language: row.language,
      category: row.category,
      previousCategory: row.previousCategory,
      correctCategory: row.correctCategory,
      status: row.status,
      rejectedReason: row.rejectedReason,
      qualityScore: row.qualityScore,
      qualityScoreAt: row.qualityScoreAt?.toISOString() ?? null,
      pauseTitle: row.pauseTitle,
      lastUpdatedAt: row.lastUpdatedAt?.toISOString() ?? null,
      firstSeenAt: row.firstSeenAt.toISOString(),
      observedAt: row.observedAt.toISOString(),
      missingSince: row.missingSince?.toISOString() ?? null,
    })),
    nextCursor,
  };
}
