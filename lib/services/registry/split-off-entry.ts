import { restartSubjects } from "../../adapters/db/budget-subjects.ts";
import { findStateBeforeMerge } from "../../adapters/db/registry-changes.ts";
import { findEntry, type StoredEntry } from "../../adapters/db/registry-entries.ts";
import type { EntryKind } from "../../core/registry/entry-state.ts";
import type { ServiceContext } from "../context.ts";
import { requireRight } from "../require-right.ts";
import { changeEntry } from "./change-entry.ts";
import type { EntryDtos } from "./entry-dto.ts";
import type { RegistryAct } from "./record-act.ts";

/**
 * Undoes a merge: the entry stands for itself again, in the state and with everything it had before. Entries that were
 * merged into it before stay with it.
 *
 * @throws ServiceError NOT_FOUND, CONFLICT for an entry that is not merged.
 */
export async function splitOffEntry<K extends EntryKind>(
  ctx: ServiceContext,
  kind: K,
  id: string,
): Promise<EntryDtos[K]> {
  requireRight(ctx, "registry.write");
  return changeEntry(ctx, { kind, id }, "split-off", async (entry, _held, tx) => {
    const before = await findStateBeforeMerge(tx, ctx.organizationId, { kind, id });
    const state = before ?? "registered";
    const target =
      entry.mergedInto === null ? null : await findEntry(tx, kind, ctx.organizationId, entry.mergedInto);
    const acts: RegistryAct[] = [
      { action: "split-off", detail: { state, ...(target === null ? {} : { from: reference(target) }) } },
    ];
    if (kind === "opt-in-source") {
      const keys = target === null ? [entry.key] : [entry.key, target.key];
      await restartSubjects(tx, ctx.organizationId, "opt-in-source", keys);
    }
    if (target !== null) {
      acts.push({ action: "split-off", detail: { entry: reference(entry) }, subjectId: target.id });
    }
    return { after: { ...entry, state, mergedInto: null }, acts };
  });
}

function reference({ id, key, name }: StoredEntry) {
  return { id, key, name };
}
