import { findEvidence } from "../../adapters/db/evidence-entries.ts";
import { findEvidenceFile } from "../../adapters/db/evidence-files.ts";
import type { ServiceContext } from "../context.ts";
import { notFound } from "../errors.ts";
import { requireRight } from "../require-right.ts";

/** The file of an entry. @throws ServiceError NOT_FOUND for an entry that is not here or has no file. */
export async function getEvidenceFile(
  ctx: ServiceContext,
  id: string,
): Promise<{
  readonly mediaType: string;
  readonly sha256: string;
  readonly content: Uint8Array<ArrayBuffer>;
}> {
  requireRight(ctx, "registry.read");
  const { db, organizationId } = ctx;
  const entry = await findEvidence(db, organizationId, id);
  const hash = entry?.fileHash ?? null;
  const file = hash === null ? null : await findEvidenceFile(db, organizationId, hash);
  if (file === null) throw notFound("The file");
  return { mediaType: file.mediaType, sha256: file.sha256, content: file.content };
}
