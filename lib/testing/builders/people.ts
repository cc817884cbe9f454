import type { PrismaClient } from "../../adapters/db/generated/client.ts";
import { insertOrganizationIfAbsent, insertUserIfAbsent, updateUser } from "../../adapters/db/users.ts";
import type { Role } from "../../core/access/rights.ts";

const createdAt = new Date("2026-05-01T00:00:00.000Z");

export async function givenOrganization(
  database: { readonly client: PrismaClient },
  id = "default",
  name = "Staygreen",
): Promise<void> {
  await insertOrganizationIfAbsent(database.client, { id, name, createdAt });
}

/** A person with an account; the password is understood by the fake of `testPorts`. */
export async function givenPerson(
  database: { readonly client: PrismaClient },
  person: {
    id: string;
    role?: Role;
    organizationId?: string;
    email?: string;
    name?: string;
    password?: string;
    disabledAt?: Date;
  },
): Promise<{ organizationId: string; id: string; email: string }> {
  const key = { organizationId: person.organizationId ?? "default", id: person.id };
  const email = person.email ?? `${person.id}@example.com`;
  await givenOrganization(database, key.organizationId);
  await insertUserIfAbsent(database.client, {
    ...key,
    email,
    name: person.name ?? person.id,
    role: person.role ?? "growth",
    passwordHash: `fake:${person.password ?? "a long passphrase"}`,
    createdAt,
  });
  if (person.disabledAt !== undefined)
    await updateUser(database.client, key, { disabledAt: person.disabledAt });
  return { ...key, email };
}

/** Empties the tables of people and access, so that the tests of one file do not see each other. */
export async function clearPeople(database: { readonly client: PrismaClient }): Promise<void> {
  const { client } = database;
  await client.userSession.deleteMany();
  await client.user.deleteMany();
  await client.invitation.deleteMany();
  await client.apiKey.deleteMany();
  await client.auditEntry.deleteMany();
  await client.rateWindow.deleteMany();
  await client.idempotentAnswer.deleteMany();
  await client.organization.deleteMany();
}
