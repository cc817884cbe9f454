import type { OptInSourceDto, OptInSourceListQuery } from "../../contracts/registry.ts";
import type { ServiceContext } from "../context.ts";
import { listEntries } from "./list-entries.ts";

/** Opt-in sources with the name of their method, newest first. @throws ServiceError VALIDATION for a foreign cursor */
export function listOptInSources(
  ctx: ServiceContext,
  query: OptInSourceListQuery,
): Promise<{ data: OptInSourceDto[]; nextCursor: string | null }> {
  return listEntries(ctx, "opt-in-source", query);
}
