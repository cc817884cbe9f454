import { findConnection } from "../../adapters/db/connections.ts";
import { recordAudit } from "../audit/record-audit.ts";
import { inTransaction, type ServiceContext } from "../context.ts";
import { revokeShopKeys } from "../sandbox/open-shop.ts";
import { notFound, ServiceError } from "../errors.ts";
import { requireRight } from "../require-right.ts";

/**
 * Ends a connection: polling stops and its secrets are overwritten; numbers and history stay readable.
 *
 * @throws ServiceError NOT_FOUND, or CONFLICT when the environment manages it.
 */
export async function removeConnection(ctx: ServiceContext, id: string): Promise<void> {
  requireRight(ctx, "connections.write");
  const present = await findConnection(ctx.db, ctx.organizationId, id);
  if (present === null) throw notFound("The connection");
  if (present.managedBy === "environment") {
    throw new ServiceError(
      "CONFLICT",
      "This connection is set up by environment variables; remove META_ACCESS_TOKEN.",
    );
  }
  await inTransaction(ctx, async (tx) => {
    await tx.connection.update({
      where: { organizationId_id: { organizationId: ctx.organizationId, id } },
      data: {
        state: "removed",
        accessTokenCipher: Buffer.alloc(0),
        appSecretCipher: null,
        verifyTokenCipher: Buffer.alloc(0),
      },
    });
    if (present.kind === "sandbox") await revokeShopKeys(tx, ctx);
    await recordAudit(tx, ctx, { action: "connection.remove", subject: id, detail: { name: present.name } });
  });
  if (present.kind === "sandbox") {
    ctx.sandbox.tellFacts(null);
    await ctx.sandbox.stop();
  }
}
