import type { Organization, User } from "./generated/client.ts";
import type { Db } from "./open-database.ts";

export type StoredUser = User;
export type StoredOrganization = Organization;

export interface UserKey {
  readonly organizationId: string;
  readonly id: string;
}

export async function findUser(db: Db, key: UserKey): Promise<StoredUser | null> {
  return db.user.findUnique({
    where: { organizationId_id: { organizationId: key.organizationId, id: key.id } },
  });
}

export async function findUserByEmail(
  db: Db,
  organizationId: string,
  email: string,
): Promise<StoredUser | null> {
  return db.user.findUnique({ where: { organizationId_email: { organizationId, email } } });
}

/** One address may serve several organizations; always in the same order. */
export async function findUsersOfEveryOrganizationByEmail(db: Db, email: string): Promise<StoredUser[]> {
  return db.user.findMany({ where: { email }, orderBy: [{ organizationId: "asc" }, { id: "asc" }] });
}

/** Oldest first; starts after the user with the id `after`. */
export async function listUsers(
  db: Db,
  organizationId: string,
  page: { readonly after: string | null; readonly take: number },
): Promise<StoredUser[]> {
  return db.user.findMany({
    where: { organizationId, ...(page.after === null ? {} : { id: { gt: page.after } }) },
    orderBy: { id: "asc" },
    take: page.take,
  });
}

/** False when the organization has a user with this e-mail already; nothing is changed then. */
export async function insertUserIfAbsent(
  db: Db,
  user: Omit<StoredUser, "disabledAt" | "lastSignInAt">,
): Promise<boolean> {
  const { count } = await db.user.createMany({ data: [user], skipDuplicates: true });
  return count === 1;
}

export async function updateUser(
  db: Db,
  key: UserKey,
  change: { readonly role?: string; readonly disabledAt?: Date | null; readonly lastSignInAt?: Date },
): Promise<StoredUser> {
  return db.user.update({
    where: { organizationId_id: { organizationId: key.organizationId, id: key.id } },
    data: change,
  });
}

/** Only while the old hash still stands, so that of two changes at once one is told. */
export async function replacePasswordHash(
  db: Db,
  key: UserKey,
  hashes: { readonly old: string | null; readonly new: string },
): Promise<boolean> {
  const { count } = await db.user.updateMany({
    where: { organizationId: key.organizationId, id: key.id, passwordHash: hashes.old, disabledAt: null },
    data: { passwordHash: hashes.new },
  });
  return count === 1;
}

export async function countActiveAdmins(db: Db, organizationId: string): Promise<number> {
  return db.user.count({ where: { organizationId, role: "admin", disabledAt: null } });
}

export async function findOrganization(db: Db, id: string): Promise<StoredOrganization | null> {
  return db.organization.findUnique({ where: { id } });
}

/** Safe when two processes do it at once: one row results. */
export async function insertOrganizationIfAbsent(
  db: Db,
  organization: { readonly id: string; readonly name: string; readonly createdAt: Date },
): Promise<void> {
  await db.organization.createMany({ data: [organization], skipDuplicates: true });
}

/** Until the transaction ends, nobody else decides about this organization's administrators. */
export async function lockOrganization(db: Db, id: string): Promise<void> {
  await db.$queryRaw`select id from organization where id = ${id} for update`;
}
