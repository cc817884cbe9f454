import { listActivationMethodRows, type AfterMethod } from "../../adapters/db/activation-methods.ts";
import { countSourcesByMethod } from "../../adapters/db/opt-in-sources.ts";
import type { ActivationMethodDto, ActivationMethodListQuery } from "../../contracts/registry.ts";
import type { ServiceContext } from "../context.ts";
import { invalid } from "../errors.ts";
import { decodeCursor, pageOf } from "../page-cursor.ts";
import { requireRight } from "../require-right.ts";
import { toActivationMethodDto } from "./activation-method-dto.ts";

/**
 * Activation methods: drafts first, then scheduled and launched ones by launch, newest first.
 *
 * @throws ServiceError VALIDATION for a cursor of another list.
 */
export async function listActivationMethods(
  ctx: ServiceContext,
  query: ActivationMethodListQuery,
): Promise<{ data: ActivationMethodDto[]; nextCursor: string | null }> {
  requireRight(ctx, "registry.read");
  const { organizationId } = ctx;
  const after = readCursor(query.cursor);
  const now = ctx.clock.now();
  const { state, q } = query;
  const rows = await listActivationMethodRows(ctx.db, organizationId, {
    after,
    take: query.limit + 1,
    state,
    q,
    now,
  });
  const { page, nextCursor } = pageOf(rows, query.limit, (last) => [
    last.launchedAt?.toISOString() ?? "",
    last.id,
  ]);
  const counts = await countSourcesByMethod(
    ctx.db,
    organizationId,
    page.map((row) => row.id),
  );
  return {
    data: page.map((row) => toActivationMethodDto(row, { sourceCount: counts.get(row.id) ?? 0, now })),
    nextCursor,
  };
}

function readCursor(cursor: string | undefined): AfterMethod | null {
  const parts = decodeCursor(cursor, 2);
  if (parts === null) return null;
  const [launch = "", id = ""] = parts;
  const launchedAt = launch === "" ? null : new Date(launch);
  if (launchedAt !== null && Number.isNaN(launchedAt.getTime())) {
    throw invalid("cursor", "is not a cursor of this list");
  }
  return { launchedAt, id };
}
