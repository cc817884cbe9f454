import { restartSubjects } from "../../adapters/db/budget-subjects.ts";
import { entryNames, entryRefusal, entryState, type EntryKind } from "../../core/registry/entry-state.ts";
import type { MergeEntryBody } from "../../contracts/registry.ts";
import type { ServiceContext } from "../context.ts";
import { invalid, ServiceError } from "../errors.ts";
import { requireRight } from "../require-right.ts";
import { changeEntry } from "./change-entry.ts";
import type { EntryDtos } from "./entry-dto.ts";

/**
 * Lets another entry stand for this one: from now on readers count what came under either key under the other entry.
 * Nothing that is stored is moved, so splitting off undoes it. Both entries are held meanwhile, and the other one is
 * never merged itself, hence no circles, whatever happens at once.
 *
 * @throws ServiceError NOT_FOUND, CONFLICT when this entry is merged already, VALIDATION (into) for itself, an entry
 * that does not exist here, or one that is merged into another.
 */
export async function mergeEntry<K extends EntryKind>(
  ctx: ServiceContext,
  kind: K,
  id: string,
  { into }: MergeEntryBody,
): Promise<EntryDtos[K]> {
  requireRight(ctx, "registry.write");
  return changeEntry(ctx, { kind, id, also: into }, "merge", async (entry, held, tx) => {
    if (into === id) throw invalid("into", "must be another entry than this one");
    const target = held.get(into);
    if (target === undefined) throw invalid("into", `is not a known ${entryNames[kind]}`);
    const refusal = entryRefusal(kind, entryState(target.state), "take-in");
    if (refusal !== null) {
      throw new ServiceError("VALIDATION", refusal, { faults: [{ path: "into", message: refusal }] });
    }
    if (kind === "opt-in-source") {
      await restartSubjects(tx, ctx.organizationId, "opt-in-source", [entry.key, target.key]);
    }
    return {
      after: { ...entry, state: "merged", mergedInto: into },
      acts: [
        {
          action: "merged",
          detail: { into: { id: into, key: target.key, name: target.name }, before: entry.state },
        },
        {
          action: "merged",
          detail: { from: { id, key: entry.key, name: entry.name } },
          subjectId: into,
        },
      ],
    };
  });
}
