import { revokeInvitationRow } from "../../adapters/db/invitations.ts";
import { recordAudit } from "../audit/record-audit.ts";
import { inTransaction, type ServiceContext } from "../context.ts";
import { notFound } from "../errors.ts";
import { requireRight } from "../require-right.ts";

/** @throws ServiceError NOT_FOUND when there is no such invitation, or it was used or revoked before. */
export async function revokeInvitation(ctx: ServiceContext, id: string): Promise<void> {
  requireRight(ctx, "people.write");
  await inTransaction(ctx, async (tx) => {
    const key = { organizationId: ctx.organizationId, id };
    if (!(await revokeInvitationRow(tx, key, ctx.clock.now()))) throw notFound("The invitation");
    await recordAudit(tx, ctx, { action: "invitation.revoke", subject: id, detail: {} });
  });
}
