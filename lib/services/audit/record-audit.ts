import { appendAuditEntry, type AuditDetail } from "../../adapters/db/audit.ts";
import type { Db } from "../../adapters/db/open-database.ts";
import type { ServiceContext } from "../context.ts";

/**
 * Writes who did what. Call it with the transaction of the change, so that neither exists without the other; never put
 * a secret, a recipient's number or message text into `detail`.
 */
export async function recordAudit(
  db: Db,
  ctx: Pick<ServiceContext, "organizationId" | "actor" | "requestId" | "clock" | "random">,
  entry: { readonly action: string; readonly subject: string; readonly detail: AuditDetail },
): Promise<void> {
  const now = ctx.clock.now();
  await appendAuditEntry(db, {
    organizationId: ctx.organizationId,
    id: ctx.random.id(now),
    occurredAt: now,
    recordedAt: now,
    actorKind: ctx.actor.kind,
    actorId: ctx.actor.id,
    actorName: ctx.actor.name,
    requestId: ctx.requestId,
    ...entry,
  });
}
