import type { EvidenceFile } from "./generated/client.ts";
import type { Db } from "./open-database.ts";

export type StoredEvidenceFile = EvidenceFile;
export type EvidenceFileFacts = Omit<StoredEvidenceFile, "organizationId" | "content" | "createdAt">;

/** The same bytes sent again are kept once. */
export async function storeEvidenceFile(db: Db, file: StoredEvidenceFile): Promise<void> {
  await db.evidenceFile.createMany({ data: [file], skipDuplicates: true });
}

/** What is known of these files, by hash, without their bytes. */
export async function findEvidenceFileFacts(
  db: Db,
  organizationId: string,
  hashes: readonly string[],
): Promise<Map<string, EvidenceFileFacts>> {
  if (hashes.length === 0) return new Map();
  const rows = await db.evidenceFile.findMany({
    where: { organizationId, sha256: { in: [...new Set(hashes)] } },
    select: { sha256: true, mediaType: true, byteCount: true, width: true, height: true },
  });
  return new Map(rows.map((row) => [row.sha256, row]));
}

export async function findEvidenceFile(
  db: Db,
  organizationId: string,
  sha256: string,
): Promise<StoredEvidenceFile | null> {
  return db.evidenceFile.findUnique({ where: { organizationId_sha256: { organizationId, sha256 } } });
}
