import { findEntry } from "../../adapters/db/registry-entries.ts";
import { entryNames, type EntryKind } from "../../core/registry/entry-state.ts";
import type { ServiceContext } from "../context.ts";
import { notFound } from "../errors.ts";
import { requireRight } from "../require-right.ts";
import { toEntryDto, type EntryDtos } from "./entry-dto.ts";

/** One opt-in source or campaign. @throws ServiceError NOT_FOUND */
export async function getEntry<K extends EntryKind>(
  ctx: ServiceContext,
  kind: K,
  id: string,
): Promise<EntryDtos[K]> {
  requireRight(ctx, "registry.read");
  const entry = await findEntry(ctx.db, kind, ctx.organizationId, id);
  if (entry === null) throw notFound(`The ${entryNames[kind]}`);
  return toEntryDto(ctx.db, ctx.organizationId, kind, entry);
}
