import type { EvidenceEntry } from "./generated/client.ts";
import type { Db } from "./open-database.ts";

export type StoredEvidenceEntry = EvidenceEntry;

/** Any fixed number, with the organization's hash: who appends to a chain holds it alone. */
const evidenceLock = 7_415_003;

/** Until the transaction ends, nobody else appends to this organization's chain. */
export async function lockEvidence(db: Db, organizationId: string): Promise<void> {
  await db.$executeRaw`select pg_advisory_xact_lock(${evidenceLock}::int, hashtext(${organizationId}))`;
}

export async function findLastEvidence(
  db: Db,
  organizationId: string,
): Promise<Pick<StoredEvidenceEntry, "sequence" | "entryHash"> | null> {
  return db.evidenceEntry.findFirst({
    where: { organizationId },
    orderBy: { sequence: "desc" },
    select: { sequence: true, entryHash: true },
  });
}

/** Entries are appended and never altered: there is no other way to write here on purpose. */
export async function insertEvidence(db: Db, entries: readonly StoredEvidenceEntry[]): Promise<void> {
  await db.evidenceEntry.createMany({ data: entries.map((entry) => ({ ...entry })) });
}

export async function findEvidence(
  db: Db,
  organizationId: string,
  id: string,
): Promise<StoredEvidenceEntry | null> {
  return db.evidenceEntry.findUnique({ where: { organizationId_id: { organizationId, id } } });
}

export interface EvidenceFilter {
  /** Entries of this method, and of these sources. */
  readonly method?: { readonly id: string; readonly sourceIds: readonly string[] } | undefined;
  readonly sourceId?: string | undefined;
  readonly kind?: string | undefined;
}

/** Newest first below the sequence `after`, or oldest first above it. */
export async function listEvidenceRows(
  db: Db,
  organizationId: string,
  page: EvidenceFilter & {
    readonly order: "newest" | "oldest";
    readonly after: number | null;
    readonly take: number;
  },
): Promise<StoredEvidenceEntry[]> {
  const { method, sourceId, kind, order, after, take } = page;
  const isNewest = order === "newest";
  return db.evidenceEntry.findMany({
    where: {
      organizationId,
      ...(method === undefined
        ? {}
        : { OR: [{ activationMethodId: method.id }, { sourceId: { in: [...method.sourceIds] } }] }),
      ...(sourceId === undefined ? {} : { sourceId }),
      ...(kind === undefined ? {} : { kind }),
      ...(after === null ? {} : { sequence: isNewest ? { lt: after } : { gt: after } }),
    },
    orderBy: { sequence: isNewest ? "desc" : "asc" },
    take,
  });
}

/** How many entries of these kinds a method and its sources have. */
export async function countEvidenceOf(
  db: Db,
  organizationId: string,
  method: { readonly id: string; readonly sourceIds: readonly string[] },
  kinds: readonly string[],
): Promise<number> {
  return db.evidenceEntry.count({
    where: {
      organizationId,
      OR: [{ activationMethodId: method.id }, { sourceId: { in: [...method.sourceIds] } }],
      kind: { in: [...kinds] },
    },
  });
}
