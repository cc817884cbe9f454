import type { Invitation } from "./generated/client.ts";
import type { Db } from "./open-database.ts";

/** `setup` makes the first administrator, `invitation` anybody else. */
export type StoredInvitation = Omit<Invitation, "kind"> & { readonly kind: "invitation" | "setup" };

export interface InvitationKey {
  readonly organizationId: string;
  readonly id: string;
}

const open = { acceptedAt: null, revokedAt: null };

export async function insertInvitation(
  db: Db,
  invitation: Omit<StoredInvitation, "acceptedAt" | "revokedAt">,
): Promise<StoredInvitation> {
  return narrow(await db.invitation.create({ data: invitation }));
}

export async function findInvitation(db: Db, key: InvitationKey): Promise<StoredInvitation | null> {
  const row = await db.invitation.findUnique({
    where: { organizationId_id: { organizationId: key.organizationId, id: key.id } },
  });
  return row === null ? null : narrow(row);
}

/** Invitations that still work at `now`, oldest first; set-up links are not among them. */
export async function listOpenInvitations(
  db: Db,
  organizationId: string,
  page: { readonly now: Date; readonly after: string | null; readonly take: number },
): Promise<StoredInvitation[]> {
  const rows = await db.invitation.findMany({
    where: {
      organizationId,
      kind: "invitation",
      ...open,
      expiresAt: { gt: page.now },
      ...(page.after === null ? {} : { id: { gt: page.after } }),
    },
    orderBy: { id: "asc" },
    take: page.take,
  });
  return rows.map(narrow);
}

/** Uses the link up. Of several at once exactly one gets true. */
export async function claimInvitation(db: Db, key: InvitationKey, now: Date): Promise<boolean> {
  const { count } = await db.invitation.updateMany({
    where: { organizationId: key.organizationId, id: key.id, ...open, expiresAt: { gt: now } },
    data: { acceptedAt: now },
  });
  return count === 1;
}

/** False when it does not exist or was used or revoked before. */
export async function revokeInvitationRow(db: Db, key: InvitationKey, now: Date): Promise<boolean> {
  const { count } = await db.invitation.updateMany({
    where: { organizationId: key.organizationId, id: key.id, ...open },
    data: { revokedAt: now },
  });
  return count === 1;
}

/** Ends every open link of one kind, or only those for one address. Returns how many. */
export async function revokeOpenInvitations(
  db: Db,
  which: {
    readonly organizationId: string;
    readonly kind: StoredInvitation["kind"];
    readonly email?: string;
  },
  now: Date,
): Promise<number> {
  const { count } = await db.invitation.updateMany({
    where: { ...which, ...open },
    data: { revokedAt: now },
  });
  return count;
}

function narrow(row: Invitation): StoredInvitation {
  return row as StoredInvitation;
}
