import type { ClaimEntryBody } from "../../contracts/registry.ts";
import type { EntryKind } from "../../core/registry/entry-state.ts";
import type { ServiceContext } from "../context.ts";
import { requireRight } from "../require-right.ts";
import { changeEntry, requireMethod } from "./change-entry.ts";
import type { EntryDtos } from "./entry-dto.ts";

/**
 * Makes a key that data brought into an entry with a name, an owner and, for a source, its method.
 *
 * @throws ServiceError NOT_FOUND, CONFLICT for an entry that is claimed, retired or merged already, VALIDATION
 * (activationMethodId) for a method that is not registered here.
 */
export async function claimEntry<K extends EntryKind>(
  ctx: ServiceContext,
  kind: K,
  id: string,
  body: ClaimEntryBody,
): Promise<EntryDtos[K]> {
  requireRight(ctx, "registry.write");
  return changeEntry(ctx, { kind, id }, "claim", async (entry, _held, tx) => {
    const { activationMethodId, country } = body;
    if (activationMethodId !== undefined) await requireMethod(tx, ctx.organizationId, activationMethodId);
    const given = {
      name: body.name ?? entry.name,
      owner: body.owner ?? null,
      tags: [...new Set(body.tags)],
    };
    const place = {
      ...(activationMethodId === undefined ? {} : { activationMethodId }),
      ...(country === undefined ? {} : { country }),
    };
    return {
      after: { ...entry, ...given, ...place, state: "registered" },
      acts: [{ action: "claimed", detail: { key: entry.key, ...given, ...place } }],
    };
  });
}
