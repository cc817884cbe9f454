import { findOrganization, type StoredUser } from "../../adapters/db/users.ts";
import { recordAudit } from "../audit/record-audit.ts";
import { inTransaction, systemActor, type ServicePorts } from "../context.ts";
import { defaultOrganizationId } from "../people/bootstrap-organization.ts";

/**
 * Writes a refused sign-in to the log of every organization in which the account exists; for an unknown account to the
 * default organization's, which also makes both cases take as long. What was typed is not kept: people type passwords
 * into the wrong field.
 */
export async function recordRefusals(
  ports: ServicePorts,
  users: readonly StoredUser[],
  address: string | null,
): Promise<void> {
  const entries =
    users.length > 0
      ? users.map(({ organizationId, id, disabledAt }) => ({
          organizationId,
          subject: id,
          reason: disabledAt === null ? "wrong-password" : "disabled",
        }))
      : [{ organizationId: defaultOrganizationId, subject: "unknown", reason: "unknown-account" }];
  await inTransaction(ports, async (tx) => {
    for (const { organizationId, subject, reason } of entries) {
      if ((await findOrganization(tx, organizationId)) === null) continue;
      await recordAudit(
        tx,
        { ...ports, organizationId, actor: systemActor, requestId: null },
        { action: "session.refuse", subject, detail: { address, reason } },
      );
    }
  });
}
