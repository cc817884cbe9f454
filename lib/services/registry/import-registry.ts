import { lockRegistryImport, type StoredEntry } from "../../adapters/db/registry-entries.ts";
import type { RegistryDocument, RegistryImportDto } from "../../contracts/registry-document.ts";
import { groupBy } from "../../core/registry/group-by.ts";
import type { EntryKind } from "../../core/registry/entry-state.ts";
import type { ServiceContext } from "../context.ts";
import { ServiceError } from "../errors.ts";
import { requireRight } from "../require-right.ts";
import { documentCampaign, documentSource, readRegistry, type RegistryRows } from "./export-registry.ts";
import { importEntry, settleEntry, type DocumentEntry } from "./import-entry.ts";
import { importMethod } from "./import-method.ts";
import { importWordings } from "./import-wordings.ts";
import { createLedger, type RegistryLedger } from "./registry-ledger.ts";
import { withinTransaction } from "./within-transaction.ts";

/** Ends a transaction of which nothing shall stay. */
class NothingStays extends Error {
  override readonly name = "NothingStays";
}

/**
 * Brings a registry in, all of it or nothing: what is missing is made, what differs is changed, what is not in the document stays.
 * Methods are known by their names, entries by their keys. Every step is one that a person could take, with its history, audit and
 * evidence; the same document again does nothing. A dry run takes the steps as well and then undoes them, so that it says what would be.
 *
 * @throws ServiceError VALIDATION with every fault, by row and field, when it is not a dry run.
 */
export async function importRegistry(
  ctx: ServiceContext,
  document: RegistryDocument,
  { dryRun }: { readonly dryRun: boolean },
): Promise<RegistryImportDto> {
  requireRight(ctx, "registry.write");
  const ledger = createLedger();
  const { summary } = ledger;
  try {
    await withinTransaction(ctx, async (inner) => {
      await bringIn(inner, document, ledger);
      if (dryRun || summary.faults.length > 0) throw new NothingStays();
    });
  } catch (error) {
    if (!(error instanceof NothingStays)) throw error;
    if (!dryRun) {
      throw new ServiceError("VALIDATION", "Nothing was brought in: the document has faults.", {
        faults: summary.faults,
      });
    }
  }
  return { applied: !dryRun, ...summary };
}

async function bringIn(
  ctx: ServiceContext,
  document: RegistryDocument,
  ledger: RegistryLedger,
): Promise<void> {
  await lockRegistryImport(ctx.db, ctx.organizationId);
  const rows = await readRegistry(ctx);
  const methodIds = await bringInMethods(ctx, document, rows, ledger);
  const sources = await bringInEntries(ctx, "opt-in-source", document.sources, rows, methodIds, ledger);
  const campaigns = await bringInEntries(ctx, "campaign", document.campaigns, rows, methodIds, ledger);
  await importWordings(ctx, document.wordings, rows, sources.ids, ledger);
  await sources.settle();
  await campaigns.settle();
}

/** @returns ids by name, of methods that are here and of those that were made. */
async function bringInMethods(
  ctx: ServiceContext,
  { methods }: RegistryDocument,
  rows: RegistryRows,
  ledger: RegistryLedger,
): Promise<Map<string, string>> {
  const here = groupBy(rows.methods, ({ name }) => name);
  const ids = new Map(
    [...here].flatMap(([name, [only, ...more]]) =>
      only === undefined || more.length > 0 ? [] : [[name, only.id]],
    ),
  );
  const seen = new Set<string>();
  for (const [at, want] of methods.entries()) {
    const known = here.get(want.name) ?? [];
    if (seen.has(want.name)) ledger.fault("methods", at, "name", "stands in the document twice");
    else if (known.length > 1) ledger.fault("methods", at, "name", "is the name of several methods here");
    else {
      const done = await ledger.attempt("methods", at, () => importMethod(ctx, want, known[0] ?? null));
      if (done !== undefined) {
        ids.set(want.name, done.id);
        ledger.note("methods", want.name, done.fields);
      }
    }
    seen.add(want.name);
  }
  return ids;
}

interface BroughtIn {
  /** Ids by key, of entries that are here and of those that were made. */
  readonly ids: ReadonlyMap<string, string>;
  /** Merges and retires them, which must come last. */
  settle(): Promise<void>;
}

async function bringInEntries(
  ctx: ServiceContext,
  kind: EntryKind,
  wanted: readonly DocumentEntry[],
  rows: RegistryRows,
  methodIds: ReadonlyMap<string, string>,
  ledger: RegistryLedger,
): Promise<BroughtIn> {
  const list = kind === "campaign" ? "campaigns" : "sources";
  const stored = rows[list];
  const toEntry = documentEntryOf(kind, stored, rows);
  const here = new Map(stored.map((row) => [row.key, row]));
  const ids = new Map(stored.map(({ key, id }) => [key, id]));
  const done: {
    at: number;
    want: DocumentEntry;
    id: string;
    fields: string[] | null;
    entry: DocumentEntry | null;
  }[] = [];
  const seen = new Set<string>();
  for (const [at, want] of wanted.entries()) {
    const row = here.get(want.key);
    const entry = row === undefined || row.state === "unregistered" ? null : toEntry(row);
    const { method = null } = want;
    const methodId = method === null ? null : (methodIds.get(method) ?? null);
    if (seen.has(want.key)) ledger.fault(list, at, "key", "stands in the document twice");
    else if (method !== null && methodId === null) {
      ledger.fault(list, at, "method", "is no method of this document or the registry, or of more than one");
    } else {
      const have = row === undefined || entry === null ? null : { id: row.id, entry };
      const made = await ledger.attempt(list, at, () => importEntry(ctx, kind, want, methodId, have));
      if (made !== undefined) {
        ids.set(want.key, made.id);
        done.push({ at, want, ...made, entry });
      }
    }
    seen.add(want.key);
  }
  return {
    ids,
    async settle() {
      // An entry that is merged takes nothing in: whatever is merged into others comes after all else was made.
      for (const { at, want, id, fields, entry } of done) {
        const into = want.mergedInto === null ? null : (ids.get(want.mergedInto) ?? null);
        const settled = await ledger.attempt(list, at, () =>
          settleEntry(ctx, kind, want, { id, entry }, into),
        );
        if (settled === undefined) continue;
        ledger.note(list, want.key, fields === null || !settled ? fields : [...fields, "state"]);
      }
    },
  };
}

function documentEntryOf(
  kind: EntryKind,
  stored: readonly StoredEntry[],
  rows: RegistryRows,
): (row: StoredEntry) => DocumentEntry {
  const keys = new Map(stored.map(({ id, key }) => [id, key]));
  if (kind === "campaign") return (row) => documentCampaign(row, keys);
  const names = new Map(rows.methods.map(({ id, name }) => [id, name]));
  return (row) => documentSource(row, keys, names);
}
