import type { AuditDetail } from "../../adapters/db/audit.ts";
import type { StoredEntry } from "../../adapters/db/registry-entries.ts";
import type { UpdateEntryBody } from "../../contracts/registry.ts";
import type { EntryKind } from "../../core/registry/entry-state.ts";
import type { ServiceContext } from "../context.ts";
import { requireRight } from "../require-right.ts";
import { changeEntry, requireMethod } from "./change-entry.ts";
import { describeChanges } from "./describe-changes.ts";
import type { EntryDtos } from "./entry-dto.ts";
import { kindsDetail } from "./kinds-detail.ts";

/**
 * Changes name, owner or tags, a source's country or declared kinds, or moves a source to another method. Its key stays: data names it.
 *
 * @throws ServiceError NOT_FOUND, CONFLICT for a merged entry, VALIDATION (activationMethodId) for a method that is not
 * registered here.
 */
export async function updateEntry<K extends EntryKind>(
  ctx: ServiceContext,
  kind: K,
  id: string,
  body: UpdateEntryBody,
): Promise<EntryDtos[K]> {
  requireRight(ctx, "registry.write");
  return changeEntry(ctx, { kind, id }, "change", async (entry, _held, tx) => {
    if (body.activationMethodId !== undefined) {
      await requireMethod(tx, ctx.organizationId, body.activationMethodId);
    }
    const after = {
      ...entry,
      name: body.name ?? entry.name,
      owner: body.owner === undefined ? entry.owner : body.owner,
      tags: body.tags === undefined ? entry.tags : [...new Set(body.tags)],
      activationMethodId: body.activationMethodId ?? entry.activationMethodId,
      country: body.country === undefined ? entry.country : body.country,
      declaredKinds: body.declaredKinds === undefined ? entry.declaredKinds : body.declaredKinds,
    };
    return { after, acts: describeChanges(seen(entry), seen(after)) };
  });
}

function seen(entry: StoredEntry): AuditDetail {
  const { name, owner, tags, activationMethodId, country, declaredKinds } = entry;
  return {
    ...{ name, owner, tags, activationMethodId, country },
    declaredKinds: declaredKinds === null ? null : kindsDetail(declaredKinds),
  };
}
