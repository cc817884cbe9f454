import { findEvidenceFileFacts } from "../../adapters/db/evidence-files.ts";
import type { StoredEvidenceEntry } from "../../adapters/db/evidence-entries.ts";
import type { Db } from "../../adapters/db/open-database.ts";
import type { EvidenceDto } from "../../contracts/evidence.ts";
import { evidenceKind } from "../../core/evidence/evidence-kind.ts";

/** Entries as the API tells them, from what was sealed: columns are only searched by. */
export async function toEvidenceDtos(
  db: Db,
  organizationId: string,
  rows: readonly StoredEvidenceEntry[],
): Promise<EvidenceDto[]> {
  const contents = rows.map(({ content }) => readContent(content));
  const hashes = contents.flatMap(({ fileHash }) => (typeof fileHash === "string" ? [fileHash] : []));
  const files = await findEvidenceFileFacts(db, organizationId, hashes);
  return rows.map((row, at) => {
    const said = contents[at] ?? {};
    return {
      id: row.id,
      sequence: row.sequence,
      contentHash: row.contentHash,
      previousHash: row.previousHash,
      entryHash: row.entryHash,
      // A newer version's word is shown as the broadest of ours.
      kind: evidenceKind(said["kind"]) ?? "move",
      activationMethodId: textOf(said["activationMethodId"]),
      sourceId: textOf(said["sourceId"]),
      actorName: textOf(said["actorName"]) ?? "unknown",
      occurredAt: textOf(said["occurredAt"]) ?? row.recordedAt.toISOString(),
      recordedAt: row.recordedAt.toISOString(),
      body: isRecord(said["body"]) ? said["body"] : {},
      file: files.get(textOf(said["fileHash"]) ?? "") ?? null,
      content: row.content,
    };
  });
}

function readContent(content: string): Record<string, unknown> {
  try {
    const read: unknown = JSON.parse(content);
    return isRecord(read) ? read : {};
  } catch {
    // Altered by hand. Verifying says so; reading must go on.
    return {};
  }
}

function textOf(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
