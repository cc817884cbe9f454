import type { UserSession } from "./generated/client.ts";
import type { Db } from "./open-database.ts";

export type StoredSession = UserSession;

export interface SessionKey {
  readonly organizationId: string;
  readonly id: string;
}

export async function insertSession(db: Db, session: Omit<StoredSession, "revokedAt">): Promise<void> {
  await db.userSession.create({ data: session });
}

export async function findSession(db: Db, key: SessionKey): Promise<StoredSession | null> {
  return db.userSession.findUnique({
    where: { organizationId_id: { organizationId: key.organizationId, id: key.id } },
  });
}

/** Moves the last sign of life forward, never back, and writes nothing when it is newer than `unlessAfter`. */
export async function touchSession(
  db: Db,
  key: SessionKey,
  seen: { readonly at: Date; readonly unlessAfter: Date },
): Promise<void> {
  await db.userSession.updateMany({
    where: {
      organizationId: key.organizationId,
      id: key.id,
      revokedAt: null,
      lastSeenAt: { lte: seen.unlessAfter },
    },
    data: { lastSeenAt: seen.at },
  });
}

/** The session as it was ended now; null when there is none or it ended before. */
export async function revokeSession(db: Db, key: SessionKey, at: Date): Promise<StoredSession | null> {
  const rows = await db.userSession.updateManyAndReturn({
    where: { organizationId: key.organizationId, id: key.id, revokedAt: null },
    data: { revokedAt: at },
  });
  return rows[0] ?? null;
}

/** Ends all sessions of a person, or all but one. Returns how many. */
export async function revokeSessionsOf(
  db: Db,
  user: { readonly organizationId: string; readonly userId: string },
  at: Date,
  exceptSessionId: string | null = null,
): Promise<number> {
  const { count } = await db.userSession.updateMany({
    where: {
      organizationId: user.organizationId,
      userId: user.userId,
      revokedAt: null,
      ...(exceptSessionId === null ? {} : { id: { not: exceptSessionId } }),
    },
    data: { revokedAt: at },
  });
  return count;
}
