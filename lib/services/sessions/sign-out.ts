import { revokeSession } from "../../adapters/db/sessions.ts";
import { findUser } from "../../adapters/db/users.ts";
import { recordAudit } from "../audit/record-audit.ts";
import { inTransaction, type ServicePorts } from "../context.ts";
import { knownRole } from "../people/known-role.ts";

/** Ends a session. Doing it again changes nothing. */
export async function signOut(
  ports: ServicePorts,
  session: { readonly organizationId: string; readonly sessionId: string },
): Promise<void> {
  const { organizationId, sessionId } = session;
  await inTransaction(ports, async (tx) => {
    const ended = await revokeSession(tx, { organizationId, id: sessionId }, ports.clock.now());
    if (ended === null) return;
    const user = await findUser(tx, { organizationId, id: ended.userId });
    if (user === null) return;
    const { id, name, email } = user;
    const actor = { kind: "person", id, name, email, role: knownRole(user.role) } as const;
    await recordAudit(
      tx,
      { ...ports, organizationId, actor, requestId: null },
      { action: "session.end", subject: sessionId, detail: {} },
    );
  });
}
