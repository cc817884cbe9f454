import type { WabaStateDto } from "../../contracts/history.ts";
import type { PageQuery } from "../../contracts/page.ts";
import type { ServiceContext } from "../context.ts";
import { decodeCursor, pageOf } from "../page-cursor.ts";
import { requireRight } from "../require-right.ts";

/** WABAs by id with their newest known state, those included that Meta no longer shows. */
export async function listWabas(
  ctx: ServiceContext,
  query: PageQuery,
): Promise<{ data: WabaStateDto[]; nextCursor: string | null }> {
  requireRight(ctx, "quality.read");
  const after = decodeCursor(query.cursor, 1);
  const rows = await ctx.db.waba.findMany({
    where: { organizationId: ctx.organizationId, ...(after === null ? {} : { id: { gt: after[0] ?? "" } }) },
    orderBy: { id: "asc" },
    take: query.limit + 1,
  });
  const { page, nextCursor } = pageOf(rows, query.limit, (last) => [last.id]);
  return {
    data: page.map((row) => ({
      id: row.id,
      name: row.name,
      portfolioId: row.portfolioId,
      connectionId: row.connectionId,
      state: row.state as "visible" | "lost",
      accountReviewStatus: row.accountReviewStatus,
      businessVerificationStatus: row.businessVerificationStatus,
      status: row.status,
      canSendMessage: row.canSendMessage,
      ownershipType: row.ownershipType,
      country: row.country,
      currency: row.currency,
      timezoneId: row.timezoneId,
      insightsEnabled: row.insightsEnabled,
      subscribed: row.subscribed,
      firstSeenAt: row.firstSeenAt.toISOString(),
      lastPolledAt: row.lastPolledAt?.toISOString() ?? null,
      detailsAt: row.detailsAt?.toISOString() ?? null,
    })),
    nextCursor,
  };
}
