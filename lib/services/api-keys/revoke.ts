import { revokeApiKeyRow } from "../../adapters/db/api-keys.ts";
import { recordAudit } from "../audit/record-audit.ts";
import { inTransaction, type ServiceContext } from "../context.ts";
import { notFound } from "../errors.ts";
import { requireRight } from "../require-right.ts";

/**
 * Stops a key at once and for good.
 *
 * @throws ServiceError NOT_FOUND when there is none with this id, or it was revoked before.
 */
export async function revokeApiKey(ctx: ServiceContext, id: string): Promise<void> {
  requireRight(ctx, "api-keys.write");
  await inTransaction(ctx, async (tx) => {
    const revoked = await revokeApiKeyRow(tx, { organizationId: ctx.organizationId, id }, ctx.clock.now());
    if (revoked === null) throw notFound("The API key");
    await recordAudit(tx, ctx, { action: "api-key.revoke", subject: id, detail: { name: revoked.name } });
  });
}
