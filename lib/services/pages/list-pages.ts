import { findActivationMethod } from "../../adapters/db/activation-methods.ts";
import { listSourcesOfMethod } from "../../adapters/db/registry-entries.ts";
import { listWatchedPageRows } from "../../adapters/db/watched-pages.ts";
import type { WatchedPageDto, WatchedPageQuery } from "../../contracts/pages.ts";
import type { ServiceContext } from "../context.ts";
import { notFound } from "../errors.ts";
import { decodeCursor, pageOf } from "../page-cursor.ts";
import { requireRight } from "../require-right.ts";
import { toPageDto } from "./page-dto.ts";

/**
 * Watched pages of a method with its sources, of a source, or all of them, in the order in which they were added.
 *
 * @throws ServiceError NOT_FOUND for a method that is not registered here, VALIDATION (cursor)
 */
export async function listPages(
  ctx: ServiceContext,
  query: WatchedPageQuery,
): Promise<{ data: WatchedPageDto[]; nextCursor: string | null }> {
  requireRight(ctx, "registry.read");
  const { db, organizationId } = ctx;
  const { activationMethodId: methodId, sourceId, limit } = query;
  const after = decodeCursor(query.cursor, 1)?.[0] ?? null;
  if (methodId !== undefined && (await findActivationMethod(db, organizationId, methodId)) === null) {
    throw notFound("The activation method");
  }
  const sources = methodId === undefined ? [] : await listSourcesOfMethod(db, organizationId, methodId);
  const method =
    methodId === undefined ? undefined : { id: methodId, sourceIds: sources.map(({ id }) => id) };
  const rows = await listWatchedPageRows(
    db,
    organizationId,
    { method, sourceId },
    { after, take: limit + 1 },
  );
  const { page, nextCursor } = pageOf(rows, limit, (last) => [last.id]);
  return { data: page.map(toPageDto), nextCursor };
}
