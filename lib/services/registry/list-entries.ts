import { listEntryRows } from "../../adapters/db/registry-entries.ts";
import type { OptInSourceListQuery } from "../../contracts/registry.ts";
import type { EntryKind } from "../../core/registry/entry-state.ts";
import type { ServiceContext } from "../context.ts";
import { decodeCursor, pageOf } from "../page-cursor.ts";
import { requireRight } from "../require-right.ts";
import { toEntryDtos, type EntryDtos } from "./entry-dto.ts";

/** Entries of one kind, newest first. @throws ServiceError VALIDATION for a cursor of another list. */
export async function listEntries<K extends EntryKind>(
  ctx: ServiceContext,
  kind: K,
  query: OptInSourceListQuery,
): Promise<{ data: EntryDtos[K][]; nextCursor: string | null }> {
  requireRight(ctx, "registry.read");
  const { limit, cursor, ...filter } = query;
  const after = decodeCursor(cursor, 1)?.[0] ?? null;
  const rows = await listEntryRows(ctx.db, kind, ctx.organizationId, { ...filter, after, take: limit + 1 });
  const { page, nextCursor } = pageOf(rows, limit, (last) => [last.id]);
  return { data: await toEntryDtos(ctx.db, ctx.organizationId, kind, page), nextCursor };
}
