import { listAsideBodies } from "../../adapters/db/collector-webhooks.ts";
import type { AsideDelivery, AsideDeliveryQuery } from "../../contracts/collector.ts";
import type { ServiceContext } from "../context.ts";
import { cursorInstant, decodeCursor, pageOf } from "../page-cursor.ts";
import { requireRight } from "../require-right.ts";
import { readAside } from "./read-stored.ts";

/**
 * Webhook bodies that were set aside or belong to no account that is read, newest first: why, how large, how often
 * received. Never the body.
 *
 * @throws ServiceError VALIDATION when the cursor is not one of ours.
 */
export async function listAsideDeliveries(
  ctx: ServiceContext,
  query: AsideDeliveryQuery,
): Promise<{ data: AsideDelivery[]; nextCursor: string | null }> {
  requireRight(ctx, "collector.read");
  const before = decodeCursor(query.cursor, 2);
  const rows = await listAsideBodies(ctx.db, ctx.organizationId, {
    states: query.state === undefined ? ["quarantined", "orphan"] : [query.state],
    before: before === null ? null : { receivedAt: cursorInstant(before[0]), id: before[1] ?? "" },
    limit: query.limit + 1,
  });
  const { page, nextCursor } = pageOf(rows, query.limit, (last) => [last.receivedAt.toISOString(), last.id]);
  return {
    data: page.map(({ error, ...row }) => {
      const aside = readAside(error);
      return {
        ...row,
        ...aside,
        reason: aside.reason ?? (row.state === "orphan" ? "about no account that is read" : null),
        receivedAt: row.receivedAt.toISOString(),
        lastReceivedAt: row.lastReceivedAt.toISOString(),
      };
    }),
    nextCursor,
  };
}
