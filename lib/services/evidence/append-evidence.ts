import { findLastEvidence, insertEvidence, lockEvidence } from "../../adapters/db/evidence-entries.ts";
import type { Db } from "../../adapters/db/open-database.ts";
import { canonicalJson, type SealedValue } from "../../core/evidence/canonical-json.ts";
import { nextLink } from "../../core/evidence/chain.ts";
import type { EvidenceKind } from "../../core/evidence/evidence-kind.ts";
import type { ServiceContext } from "../context.ts";

export interface NewEvidence {
  readonly id: string;
  readonly kind: EvidenceKind;
  readonly activationMethodId: string | null;
  readonly sourceId?: string;
  /** SHA-256 of the file that belongs to it. */
  readonly fileHash?: string;
  readonly occurredAt: Date;
  readonly body: SealedValue;
}

/**
 * Seals entries at the end of the organization's chain, in the order given. Call it last in the transaction of what they
 * tell of: others who append wait until it ends.
 */
export async function appendEvidence(
  tx: Db,
  ctx: Pick<ServiceContext, "organizationId" | "actor" | "clock" | "sha256">,
  entries: readonly NewEvidence[],
): Promise<void> {
  if (entries.length === 0) return;
  const { organizationId } = ctx;
  await lockEvidence(tx, organizationId);
  const recordedAt = ctx.clock.now();
  let last = await findLastEvidence(tx, organizationId);
  const rows = entries.map((entry) => {
    const { id, kind, activationMethodId, sourceId = null, fileHash = null, occurredAt, body } = entry;
    // All that the columns say is in what is sealed.
    const content = canonicalJson({
      id,
      kind,
      activationMethodId,
      sourceId,
      fileHash,
      actorName: ctx.actor.name,
      occurredAt: occurredAt.toISOString(),
      recordedAt: recordedAt.toISOString(),
      body,
    });
    const link = nextLink(last, content, ctx.sha256);
    last = link;
    return { organizationId, id, kind, activationMethodId, sourceId, fileHash, recordedAt, content, ...link };
  });
  await insertEvidence(tx, rows);
}
