import { pageGuardRows } from "../../adapters/db/launch-guards.ts";
import type { LaunchGuardsDto, LaunchGuardsQuery } from "../../contracts/launch-guards.ts";
import type { ServiceContext } from "../context.ts";
import { cursorInstant, decodeCursor, pageOf } from "../page-cursor.ts";
import { requireRight } from "../require-right.ts";
import { openGuardReading, toGuardDto } from "./guard-dto.ts";

/** The watch over every launch, the newest first. @throws ServiceError VALIDATION for a cursor that is not one of this list. */
export async function listGuards(ctx: ServiceContext, query: LaunchGuardsQuery): Promise<LaunchGuardsDto> {
  requireRight(ctx, "quality.read");
  const cursor = decodeCursor(query.cursor, 2);
  const after = cursor === null ? null : { at: cursorInstant(cursor[0]), id: cursor[1] ?? "" };
  const [rows, reading] = await Promise.all([
    pageGuardRows(ctx.db, ctx.organizationId, query, { limit: query.limit + 1, after }),
    openGuardReading(ctx.db, ctx.organizationId),
  ]);
  const { page, nextCursor } = pageOf(rows, query.limit, (last) => [last.launchedAt.toISOString(), last.id]);
  return { data: page.map((guard) => toGuardDto(guard, reading)), nextCursor };
}
