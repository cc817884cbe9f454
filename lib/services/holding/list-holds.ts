import { pageHolds } from "../../adapters/db/holds.ts";
import type { HoldListDto, HoldListQuery } from "../../contracts/holds.ts";
import type { ServiceContext } from "../context.ts";
import { decodeCursor, pageOf } from "../page-cursor.ts";
import { requireRight } from "../require-right.ts";
import { describeHold, openHoldNames } from "./hold-dto.ts";

/** Holds, newest first. @throws ServiceError VALIDATION for a cursor that is not one of this list. */
export async function listHolds(ctx: ServiceContext, query: HoldListQuery): Promise<HoldListDto> {
  requireRight(ctx, "registry.read");
  const { db, organizationId } = ctx;
  const afterId = decodeCursor(query.cursor, 1)?.[0] ?? null;
  const rows = await pageHolds(db, organizationId, query, { limit: query.limit + 1, afterId });
  const { page, nextCursor } = pageOf(rows, query.limit, ({ id }) => [id]);
  const names = await openHoldNames(db, organizationId, page);
  return { data: page.map((hold) => describeHold(hold, names)), nextCursor };
}
