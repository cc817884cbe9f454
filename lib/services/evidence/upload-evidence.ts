import { storeEvidenceFile } from "../../adapters/db/evidence-files.ts";
import type { EvidenceDto, UploadEvidenceQuery } from "../../contracts/evidence.ts";
import { inspectFile, mostFileBytes } from "../../core/evidence/inspect-file.ts";
import { recordAudit } from "../audit/record-audit.ts";
import { inTransaction, type ServiceContext } from "../context.ts";
import { invalid } from "../errors.ts";
import { requireRight } from "../require-right.ts";
import { readBack } from "./add-page-link.ts";
import { appendEvidence } from "./append-evidence.ts";
import { readEvidenceSubject } from "./evidence-subject.ts";

/**
 * Seals a screenshot or a document. What it is follows from its first bytes.
 *
 * @param bytes as they arrive; read no further than one byte over the limit.
 * @throws ServiceError VALIDATION (file) for what is neither PNG, JPEG, WebP nor PDF or over 5 MB, and as
 * `readEvidenceSubject` does.
 */
export async function uploadEvidence(
  ctx: ServiceContext,
  query: UploadEvidenceQuery,
  bytes: AsyncIterable<Uint8Array>,
): Promise<EvidenceDto> {
  requireRight(ctx, "registry.write");
  const content = await collect(bytes);
  const inspected = inspectFile(content);
  if (!inspected.ok) throw invalid("file", inspected.fault);
  const { organizationId } = ctx;
  const sha256 = ctx.sha256(content);
  const { mediaType, size } = inspected;
  return inTransaction(ctx, async (tx) => {
    const now = ctx.clock.now();
    const { activationMethodId, sourceId, occurredAt } = await readEvidenceSubject(
      tx,
      organizationId,
      query,
      now,
    );
    const facts = {
      mediaType,
      byteCount: content.byteLength,
      width: size?.width ?? null,
      height: size?.height ?? null,
    };
    await storeEvidenceFile(tx, { organizationId, sha256, ...facts, content, createdAt: now });
    const id = ctx.random.id(now);
    const kind = size === null ? "review-file" : "screenshot";
    await recordAudit(tx, ctx, { action: "evidence.add", subject: id, detail: { kind, sha256 } });
    await appendEvidence(tx, ctx, [
      {
        id,
        kind,
        activationMethodId,
        ...(sourceId === null ? {} : { sourceId }),
        fileHash: sha256,
        occurredAt,
        body: { ...facts, fileName: query.fileName ?? null, note: query.note ?? null },
      },
    ]);
    return readBack(tx, organizationId, id);
  });
}

async function collect(bytes: AsyncIterable<Uint8Array>): Promise<Uint8Array<ArrayBuffer>> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of bytes) {
    length += piece.byteLength;
    if (length > mostFileBytes) throw invalid("file", "is larger than 5 MB");
    pieces.push(piece);
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.byteLength;
  }
  return whole;
}
