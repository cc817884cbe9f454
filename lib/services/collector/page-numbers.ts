import { listLeastFreshNumbers } from "../../adapters/db/collector-wabas.ts";
import type { CollectorDto, CollectorQuery } from "../../contracts/collector.ts";
import { readFreshness } from "../../core/collection/freshness.ts";
import type { ServiceContext } from "../context.ts";
import { cursorInstant, decodeCursor, pageOf } from "../page-cursor.ts";

/** One page of numbers, longest unread first. @throws ServiceError VALIDATION when the cursor is not one of ours. */
export async function pageNumbers(
  ctx: Pick<ServiceContext, "db" | "organizationId">,
  query: CollectorQuery,
  now: Date,
): Promise<CollectorDto["numbers"]> {
  const after = decodeCursor(query.cursor, 2);
  const rows = await listLeastFreshNumbers(ctx.db, ctx.organizationId, {
    connectionId: query.connectionId ?? null,
    wabaId: query.wabaId ?? null,
    after: after === null ? null : { observedAt: cursorInstant(after[0]), id: after[1] ?? "" },
    limit: query.limit + 1,
  });
  const { page, nextCursor } = pageOf(rows, query.limit, (last) => [last.observedAt.toISOString(), last.id]);
  return {
    data: page.map(({ pollIntervalSeconds, ...row }) => ({
      ...row,
      freshness: readFreshness({ observedAt: row.observedAt, pollIntervalSeconds, now }),
      observedAt: row.observedAt.toISOString(),
      missingSince: row.missingSince?.toISOString() ?? null,
      lastChangeAt: row.lastChangeAt?.toISOString() ?? null,
    })),
    nextCursor,
  };
}
