import type { UpdateEntryBody } from "../../contracts/registry.ts";
import type { DocumentCampaign, DocumentSource } from "../../contracts/registry-document.ts";
import type { EntryKind } from "../../core/registry/entry-state.ts";
import type { ServiceContext } from "../context.ts";
import { invalid } from "../errors.ts";
import { createEntry } from "./create-entry.ts";
import { sameValue } from "./import-method.ts";
import { mergeEntry } from "./merge-entry.ts";
import { retireEntry } from "./retire-entry.ts";
import { updateEntry } from "./update-entry.ts";

/** An entry of a document; a campaign has neither method, country nor declared kinds. */
export type DocumentEntry = DocumentCampaign &
  Partial<Pick<DocumentSource, "method" | "country" | "declaredKinds">>;

/**
 * Makes an entry as a document has it, or changes the one that is here, but for merging and retiring.
 *
 * @param methodId of the method that the document names for it.
 * @param have the same entry as it is here, with its id; null: there is none, or only its key is known.
 * @returns its id, and the fields that were changed; null: it was made.
 */
export async function importEntry(
  ctx: ServiceContext,
  kind: EntryKind,
  want: DocumentEntry,
  methodId: string | null,
  have: { readonly id: string; readonly entry: DocumentEntry } | null,
): Promise<{ readonly id: string; readonly fields: string[] | null }> {
  const isSource = kind === "opt-in-source";
  if (isSource && methodId === null && want.state === "registered") {
    throw invalid("method", "must be named for a source that is in use");
  }
  if (have === null) {
    const { key, name, owner, tags, country = null, declaredKinds = null } = want;
    const made = await createEntry(ctx, kind, {
      ...{ key, name, tags },
      ...(owner === null ? {} : { owner }),
      ...(methodId === null ? {} : { activationMethodId: methodId }),
      ...(country === null ? {} : { country }),
      ...(declaredKinds === null ? {} : { declaredKinds }),
    });
    return { id: made.id, fields: null };
  }
  const is = have.entry;
  if (is.method !== want.method && want.method === null) {
    throw invalid("method", "cannot be taken away: the source has one here");
  }
  const body: UpdateEntryBody = {
    ...(is.name === want.name ? {} : { name: want.name }),
    ...(is.owner === want.owner ? {} : { owner: want.owner }),
    ...(sameValue(is.tags, want.tags) ? {} : { tags: want.tags }),
    ...(is.method === want.method || methodId === null ? {} : { activationMethodId: methodId }),
    ...(is.country === want.country ? {} : { country: want.country ?? null }),
    ...(want.declaredKinds === undefined || sameValue(is.declaredKinds, want.declaredKinds)
      ? {}
      : { declaredKinds: want.declaredKinds }),
  };
  const fields = Object.keys(body).map((field) => (field === "activationMethodId" ? "method" : field));
  if (fields.length > 0) await updateEntry(ctx, kind, have.id, body);
  return { id: have.id, fields };
}

/**
 * Merges or retires an entry as a document has it, once all entries and wordings are there.
 *
 * @param intoId the entry that the document names to stand for it; null: it names none, or one that is not here.
 * @returns true when something was done.
 */
export async function settleEntry(
  ctx: ServiceContext,
  kind: EntryKind,
  want: DocumentEntry,
  have: { readonly id: string; readonly entry: DocumentEntry | null },
  intoId: string | null,
): Promise<boolean> {
  const before = have.entry?.state ?? "registered";
  if ((want.state === "merged") !== (want.mergedInto !== null)) {
    throw invalid("mergedInto", "must be named for what is merged, and only then");
  }
  if (before === want.state && (have.entry?.mergedInto ?? null) === want.mergedInto) return false;
  if (before === "merged") throw invalid("state", "cannot change: it is merged here. Split it off first");
  if (want.state === "registered") throw invalid("state", "cannot change: it is retired here");
  if (want.state === "retired") {
    await retireEntry(ctx, kind, have.id);
    return true;
  }
  if (intoId === null) throw invalid("mergedInto", "is neither in this document nor in the registry");
  await mergeEntry(ctx, kind, have.id, { into: intoId });
  return true;
}
