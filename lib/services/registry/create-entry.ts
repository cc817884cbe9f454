import type { Db } from "../../adapters/db/open-database.ts";
import {
  findEntryId,
  insertEntryIfAbsent,
  lockEntries,
  saveEntry,
  type StoredEntry,
} from "../../adapters/db/registry-entries.ts";
import type { CreateCampaignBody, CreateOptInSourceBody } from "../../contracts/registry.ts";
import { entryNames, type EntryKind } from "../../core/registry/entry-state.ts";
import { inTransaction, type ServiceContext } from "../context.ts";
import { ServiceError } from "../errors.ts";
import { requireRight } from "../require-right.ts";
import { requireMethod } from "./change-entry.ts";
import { toEntryDto, type EntryDtos } from "./entry-dto.ts";
import { kindsDetail } from "./kinds-detail.ts";
import { recordAct } from "./record-act.ts";

/**
 * Registers an entry, or claims the one that data has made for its key. Of two requests with the same key, at once or
 * not, the unique index and the entry's lock let one through.
 *
 * @throws ServiceError VALIDATION (activationMethodId), CONFLICT for a key that is taken.
 */
export async function createEntry<K extends EntryKind>(
  ctx: ServiceContext,
  kind: K,
  body: CreateCampaignBody &
    Partial<Pick<CreateOptInSourceBody, "activationMethodId" | "country" | "declaredKinds">>,
): Promise<EntryDtos[K]> {
  requireRight(ctx, "registry.write");
  const { organizationId } = ctx;
  const { key, name, activationMethodId = null } = body;
  return inTransaction(ctx, async (tx) => {
    if (activationMethodId !== null) await requireMethod(tx, organizationId, activationMethodId);
    const now = ctx.clock.now();
    const fresh: StoredEntry = {
      id: ctx.random.id(now),
      key,
      name,
      activationMethodId,
      country: body.country ?? null,
      declaredKinds: body.declaredKinds ?? null,
      owner: body.owner ?? null,
      tags: [...new Set(body.tags)],
      state: "registered",
      mergedInto: null,
      createdAt: now,
      createdBy: ctx.actor.id,
      updatedAt: null,
    };
    const isNew = await insertEntryIfAbsent(tx, kind, organizationId, fresh);
    const entry = isNew ? fresh : await claimKey(tx, organizationId, kind, fresh);
    const { owner, tags, country, declaredKinds } = entry;
    const ofSource = {
      activationMethodId,
      ...(country === null ? {} : { country }),
      ...(declaredKinds === null ? {} : { declaredKinds: kindsDetail(declaredKinds) }),
    };
    const detail = { key, name, owner, tags, ...(kind === "campaign" ? {} : ofSource) };
    await recordAct(tx, ctx, { kind, id: entry.id }, isNew ? "create" : "claim", [
      { action: isNew ? "created" : "claimed", detail },
    ]);
    return toEntryDto(tx, organizationId, kind, entry);
  });
}

async function claimKey(
  tx: Db,
  organizationId: string,
  kind: EntryKind,
  fresh: StoredEntry,
): Promise<StoredEntry> {
  const id = (await findEntryId(tx, kind, organizationId, fresh.key)) ?? "";
  const known = (await lockEntries(tx, kind, organizationId, [id])).get(id);
  if (known?.state !== "unregistered") {
    const how = known === undefined || known.state === "registered" ? "exists already" : `is ${known.state}`;
    throw new ServiceError("CONFLICT", `The ${entryNames[kind]} with the key ${fresh.key} ${how}.`, {
      faults: [{ path: "key", message: "is taken" }],
    });
  }
  const { createdAt, createdBy } = known;
  const claimed = { ...fresh, id, createdAt, createdBy, updatedAt: fresh.createdAt };
  await saveEntry(tx, kind, organizationId, claimed);
  return claimed;
}
