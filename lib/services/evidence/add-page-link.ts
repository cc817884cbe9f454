import { findEvidence } from "../../adapters/db/evidence-entries.ts";
import type { AddPageLinkBody, EvidenceDto } from "../../contracts/evidence.ts";
import { recordAudit } from "../audit/record-audit.ts";
import { inTransaction, type ServiceContext } from "../context.ts";
import { requireRight } from "../require-right.ts";
import { appendEvidence } from "./append-evidence.ts";
import { readEvidenceSubject } from "./evidence-subject.ts";
import { toEvidenceDtos } from "./evidence-dto.ts";

/** Seals where people were asked. The page itself is not fetched. @throws ServiceError VALIDATION */
export async function addPageLink(ctx: ServiceContext, body: AddPageLinkBody): Promise<EvidenceDto> {
  requireRight(ctx, "registry.write");
  const { organizationId } = ctx;
  return inTransaction(ctx, async (tx) => {
    const now = ctx.clock.now();
    const { activationMethodId, sourceId, occurredAt } = await readEvidenceSubject(
      tx,
      organizationId,
      body,
      now,
    );
    const id = ctx.random.id(now);
    await recordAudit(tx, ctx, { action: "evidence.add", subject: id, detail: { kind: "page-link" } });
    await appendEvidence(tx, ctx, [
      {
        id,
        kind: "page-link",
        activationMethodId,
        ...(sourceId === null ? {} : { sourceId }),
        occurredAt,
        body: { url: body.url, note: body.note ?? null },
      },
    ]);
    return readBack(tx, organizationId, id);
  });
}

/** The entry as it was sealed in this transaction. */
export async function readBack(
  tx: Parameters<typeof findEvidence>[0],
  organizationId: string,
  id: string,
): Promise<EvidenceDto> {
  const row = await findEvidence(tx, organizationId, id);
  const [dto] = await toEvidenceDtos(tx, organizationId, row === null ? [] : [row]);
  if (dto === undefined) throw new Error(`evidence ${id} was not stored`);
  return dto;
}
