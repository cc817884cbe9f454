import type { EntryKind } from "../../core/registry/entry-state.ts";
import type { ServiceContext } from "../context.ts";
import { requireRight } from "../require-right.ts";
import { changeEntry } from "./change-entry.ts";
import type { EntryDtos } from "./entry-dto.ts";

/**
 * Marks an entry as no longer in use. What comes in under its key is counted all the same.
 *
 * @throws ServiceError NOT_FOUND, CONFLICT for an entry that is retired or merged already.
 */
export async function retireEntry<K extends EntryKind>(
  ctx: ServiceContext,
  kind: K,
  id: string,
): Promise<EntryDtos[K]> {
  requireRight(ctx, "registry.write");
  return changeEntry(ctx, { kind, id }, "retire", (entry) => ({
    after: { ...entry, state: "retired" },
    acts: [{ action: "retired", detail: { before: entry.state } }],
  }));
}
