import { findSession, touchSession } from "../../adapters/db/sessions.ts";
import { findUser } from "../../adapters/db/users.ts";
import { isRole } from "../../core/access/rights.ts";
import type { Actor, ServicePorts } from "../context.ts";

const idleMs = 60 * 60_000;
const touchEveryMs = 60_000;

/**
 * Who is behind a session, now: the role comes from the person's row, so that lowering it or disabling the account acts
 * on the next request. Null when the session ended: signed out, 12 hours old, unused for an hour, or the person left.
 */
export async function checkSession(
  ports: ServicePorts,
  session: { readonly organizationId: string; readonly sessionId: string },
): Promise<Actor | null> {
  const now = ports.clock.now();
  const key = { organizationId: session.organizationId, id: session.sessionId };
  const row = await findSession(ports.db, key);
  if (row === null || row.revokedAt !== null || row.expiresAt <= now) return null;
  const unseenMs = now.getTime() - row.lastSeenAt.getTime();
  if (unseenMs >= idleMs) return null;
  const user = await findUser(ports.db, { organizationId: key.organizationId, id: row.userId });
  if (user === null || user.disabledAt !== null || !isRole(user.role)) return null;
  if (unseenMs >= touchEveryMs) {
    await touchSession(ports.db, key, { at: now, unlessAfter: new Date(now.getTime() - touchEveryMs) });
  }
  return { kind: "person", id: user.id, name: user.name, email: user.email, role: user.role };
}
