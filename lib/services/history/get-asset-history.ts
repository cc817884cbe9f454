import { listAssetChanges, type ChangeRow } from "../../adapters/db/asset-timelines.ts";
import type { AssetChangeDto, AssetHistoryQuery } from "../../contracts/history.ts";
import type { ServiceContext } from "../context.ts";
import { invalid, notFound } from "../errors.ts";
import { cursorInstant, decodeCursor, pageOf } from "../page-cursor.ts";
import { requireRight } from "../require-right.ts";

type AssetKind = "portfolio" | "waba" | "template";

/**
 * Every change of a portfolio, WABA or template, newest first, with who told of it and when it became known.
 *
 * @throws ServiceError NOT_FOUND, or VALIDATION when `from` is not before `to`.
 */
export async function getAssetHistory(
  ctx: ServiceContext,
  kind: AssetKind,
  id: string,
  query: AssetHistoryQuery,
): Promise<{ data: AssetChangeDto[]; nextCursor: string | null }> {
  requireRight(ctx, "quality.read");
  const from = query.from === undefined ? undefined : new Date(query.from);
  const to = query.to === undefined ? undefined : new Date(query.to);
  if (from !== undefined && to !== undefined && from >= to) throw invalid("from", "must be before to");
  const after = decodeCursor(query.cursor, 2);
  await requireAsset(ctx, kind, id);
  const rows = await listAssetChanges(
    ctx.db,
    ctx.organizationId,
    { kind, id },
    {
      from,
      to,
      field: query.field,
      after: after === null ? undefined : { at: cursorInstant(after[0]), id: after[1] ?? "" },
      limit: query.limit + 1,
    },
  );
  const { page, nextCursor } = pageOf(rows, query.limit, (last) => [last.occurredAt.toISOString(), last.id]);
  return {
    data: page.map(toChangeDto),
    nextCursor,
  };
}

function toChangeDto(row: ChangeRow): AssetChangeDto {
  return {
    id: row.id,
    field: row.field,
    from: row.fromValue,
    to: row.toValue,
    occurredAt: row.occurredAt.toISOString(),
    notBefore: row.notBefore?.toISOString() ?? null,
    recordedAt: row.recordedAt.toISOString(),
    source: row.source as AssetChangeDto["source"],
    reference: row.reference,
  };
}

async function requireAsset(ctx: ServiceContext, kind: AssetKind, id: string): Promise<void> {
  const where = { organizationId: ctx.organizationId, id };
  switch (kind) {
    case "portfolio":
      if ((await ctx.db.portfolio.count({ where })) === 0) throw notFound("The portfolio");
      return;
    case "waba":
      if ((await ctx.db.waba.count({ where })) === 0) throw notFound("The WABA");
      return;
    case "template":
      if ((await ctx.db.messageTemplate.count({ where })) === 0) throw notFound("The template");
  }
}
