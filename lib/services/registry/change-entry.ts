import { findActivationMethod } from "../../adapters/db/activation-methods.ts";
import type { Db } from "../../adapters/db/open-database.ts";
import { lockEntries, saveEntry, type StoredEntry } from "../../adapters/db/registry-entries.ts";
import {
  entryNames,
  entryRefusal,
  entryState,
  type EntryAct,
  type EntryKind,
} from "../../core/registry/entry-state.ts";
import { inTransaction, type ServiceContext } from "../context.ts";
import { invalid, notFound, ServiceError } from "../errors.ts";
import { toEntryDto, type EntryDtos } from "./entry-dto.ts";
import { recordAct, type RegistryAct } from "./record-act.ts";

/** What an act makes of an entry, and how its history tells it; no acts: nothing changed, nothing is written. */
export interface EntryOutcome {
  readonly after: StoredEntry;
  readonly acts: readonly RegistryAct[];
}

/**
 * The frame of every act on one entry: held from reading to writing, refused when its state does not allow it, stored
 * with history and audit entry in one transaction.
 *
 * @param also another entry that must not change meanwhile.
 * @throws ServiceError NOT_FOUND, CONFLICT when the state does not allow the act.
 */
export async function changeEntry<K extends EntryKind>(
  ctx: ServiceContext,
  subject: { readonly kind: K; readonly id: string; readonly also?: string },
  act: EntryAct,
  decide: (
    entry: StoredEntry,
    held: ReadonlyMap<string, StoredEntry>,
    tx: Db,
  ) => EntryOutcome | Promise<EntryOutcome>,
): Promise<EntryDtos[K]> {
  const { organizationId } = ctx;
  const { kind, id, also } = subject;
  return inTransaction(ctx, async (tx) => {
    const held = await lockEntries(tx, kind, organizationId, also === undefined ? [id] : [id, also]);
    const entry = held.get(id);
    if (entry === undefined) throw notFound(`The ${entryNames[kind]}`);
    const refusal = entryRefusal(kind, entryState(entry.state), act);
    if (refusal !== null) throw new ServiceError("CONFLICT", refusal);
    const { after, acts } = await decide(entry, held, tx);
    if (acts.length === 0) return toEntryDto(tx, organizationId, kind, entry);
    const stored = { ...after, updatedAt: ctx.clock.now() };
    await saveEntry(tx, kind, organizationId, stored);
    await recordAct(tx, ctx, { kind, id }, act === "change" ? "update" : act, acts);
    return toEntryDto(tx, organizationId, kind, stored);
  });
}

/** @throws ServiceError VALIDATION (activationMethodId) for a method that is not registered here. */
export async function requireMethod(tx: Db, organizationId: string, id: string): Promise<void> {
  if ((await findActivationMethod(tx, organizationId, id)) === null) {
    throw invalid("activationMethodId", "is not a registered activation method");
  }
}
