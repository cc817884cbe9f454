import type { FactsResult } from "../../contracts/facts.ts";
import type { FactTimes, RowFault } from "../../core/facts/judge-told.ts";
import type { Db } from "../../adapters/db/open-database.ts";
import { lockFactsShared } from "../../adapters/db/facts-lock.ts";
import { linkOldHashes } from "../contacts/link-old-hashes.ts";
import { openContactHasher, type HashContact } from "../contacts/hash-contact.ts";
import { inTransaction, type ContactHasher, type ServicePorts } from "../context.ts";

/** One element of a batch: what was read, or why it could not be. */
export type ToldItem =
  { readonly index: number; readonly value: unknown } | { readonly index: number; readonly broken: string };

/** Where facts come from. */
export interface FactsOrigin {
  readonly origin: "api" | "import";
  readonly importId: string | null;
}

/** A row that is ready to be stored; rows with the same id are one fact. */
export interface ReadyRow<Stored> {
  readonly stored: Stored & { readonly id: string };
  /** The contact under the newest key and older ones, for a new key's first days. */
  readonly seen: { readonly current: string; readonly older: readonly string[] } | null;
}

/** How one kind of fact is read and stored. */
export interface FactKind<Stored> {
  readonly read: (value: unknown, tools: ReadTools) => ReadyRow<Stored> | readonly RowFault[];
  /** Two tellings of the same fact in one batch. */
  readonly merge: (before: Stored, after: Stored) => Stored;
  readonly store: (
    tx: Db,
    organizationId: string,
    rows: readonly Stored[],
  ) => Promise<{ inserted: number; changed: number }>;
}

export interface ReadTools {
  readonly times: FactTimes;
  readonly hasher: ContactHasher;
  readonly hashContact: HashContact;
  readonly recordedAt: string;
}

/** Rows in one statement: enough to be quick, and few enough to let others in between. */
const rowsAtOnce = 5_000;
const dayMs = 86_400_000;

/** Tools to read rows with, opened once a batch. */
export async function openReadTools(ports: ServicePorts, organizationId: string): Promise<ReadTools> {
  const now = ports.clock.now();
  const { hasher, hashContact } = await openContactHasher(ports, organizationId);
  return {
    times: { now, oldest: new Date(now.getTime() - ports.defaults.factRetentionDays * dayMs) },
    hasher,
    hashContact,
    recordedAt: now.toISOString(),
  };
}

/** What was read of a batch: each fact once, in the order of its first telling. */
export class ReadBatch<Stored> {
  readonly rows = new Map<string, ReadyRow<Stored>>();
  readonly rejected: FactsResult["rejected"] = [];
  /** Told again in the same batch with other words. */
  superseded = 0;
  repeated = 0;

  add(kind: FactKind<Stored>, item: ToldItem, tools: ReadTools): void {
    if ("broken" in item) {
      this.rejected.push({ index: item.index, errors: [{ path: "", message: item.broken }] });
      return;
    }
    const ready = kind.read(item.value, tools);
    if (isFaults(ready)) {
      this.rejected.push({ index: item.index, errors: [...ready] });
      return;
    }
    const before = this.rows.get(ready.stored.id);
    if (before === undefined) {
      this.rows.set(ready.stored.id, ready);
    } else if (JSON.stringify(before.stored) === JSON.stringify(ready.stored)) {
      this.repeated++;
    } else {
      this.superseded++;
      const merged = { ...kind.merge(before.stored, ready.stored), id: ready.stored.id };
      this.rows.set(ready.stored.id, { stored: merged, seen: ready.seen });
    }
  }
}

function isFaults<Stored>(ready: ReadyRow<Stored> | readonly RowFault[]): ready is readonly RowFault[] {
  return Array.isArray(ready);
}

/**
 * Stores a batch piece by piece, each in one transaction. Sending it again completes what a crash left and adds nothing.
 *
 * @param within what is to be committed with the last piece.
 */
export async function storeBatch<Stored>(
  ports: ServicePorts,
  organizationId: string,
  kind: FactKind<Stored>,
  batch: ReadBatch<Stored>,
  hasher: ContactHasher,
  within: (tx: Db, counts: { inserted: number; changed: number }) => Promise<void> = () => Promise.resolve(),
): Promise<{ inserted: number; changed: number }> {
  const rows = [...batch.rows.values()];
  const counts = { inserted: 0, changed: 0 };
  for (let from = 0; from < rows.length || from === 0; from += rowsAtOnce) {
    const piece = rows.slice(from, from + rowsAtOnce);
    await inTransaction(ports, async (tx) => {
      const seen = piece.flatMap((row) =>
        row.seen === null || row.seen.older.length === 0 ? [] : [row.seen],
      );
      await linkOldHashes(tx, organizationId, hasher.versions, seen);
      await lockFactsShared(tx, organizationId);
      const stored = await kind.store(
        tx,
        organizationId,
        piece.map((row) => row.stored),
      );
      counts.inserted += stored.inserted;
      counts.changed += stored.changed;
      if (from + rowsAtOnce >= rows.length) await within(tx, counts);
    });
  }
  ports.poke("cells");
  return counts;
}
