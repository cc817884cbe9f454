import { findMethodNames } from "../../adapters/db/activation-methods.ts";
import { listOptInSourceRows } from "../../adapters/db/opt-in-sources.ts";
import type { PageQuery } from "../../contracts/page.ts";
import type { OptInSourceDto } from "../../contracts/registry.ts";
import type { ServiceContext } from "../context.ts";
import { decodeCursor, pageOf } from "../page-cursor.ts";
import { requireRight } from "../require-right.ts";
import { toOptInSourceDto } from "./opt-in-source-dto.ts";

/** Opt-in sources with the name of their method, newest first. @throws ServiceError VALIDATION for a foreign cursor */
export async function listOptInSources(
  ctx: ServiceContext,
  query: PageQuery,
): Promise<{ data: OptInSourceDto[]; nextCursor: string | null }> {
  requireRight(ctx, "registry.read");
  const { organizationId } = ctx;
  const after = decodeCursor(query.cursor, 1)?.[0] ?? null;
  const rows = await listOptInSourceRows(ctx.db, organizationId, { after, take: query.limit + 1 });
  const { page, nextCursor } = pageOf(rows, query.limit, (last) => [last.id]);
  const names = await findMethodNames(
    ctx.db,
    organizationId,
    page.map((row) => row.activationMethodId),
  );
  return {
    data: page.map((row) =>
      toOptInSourceDto(row, names.get(row.activationMethodId) ?? row.activationMethodId),
    ),
    nextCursor,
  };
}
