import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Database } from "../../adapters/db/open-database.ts";
import { clearPeople, givenPerson } from "../../testing/builders/people.ts";
import { testPorts, type TestPorts } from "../../testing/builders/service-context.ts";
import { createTestDatabase } from "../../testing/setup/test-database.ts";
import { acceptInvitation } from "./accept-invitation.ts";
import { bootstrapOrganization } from "./bootstrap-organization.ts";

const admin = { adminEmail: " Ada@Example.com ", adminPassword: "a long passphrase" };
const person = {
  name: "Ada",
  email: "ada@example.com",
  password: "another passphrase",
  address: "192.0.2.1",
};

let database: Database;
let ports: TestPorts;
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  await clearPeople(database);
  ports = testPorts(database);
});

describe("bootstrapOrganization", () => {
  it("makes one organization and the administrator of the settings, however often and at once it runs", async () => {
    const results = await Promise.all([1, 2, 3].map(() => bootstrapOrganization(ports, admin)));
    results.push(await bootstrapOrganization(ports, admin));
    expect(results).toEqual(Array(4).fill({ organizationId: "default", setupToken: null }));
    expect(await database.client.organization.findMany()).toMatchObject([
      { id: "default", name: "Staygreen" },
    ]);
    expect(await database.client.user.findMany()).toMatchObject([
      { email: "ada@example.com", role: "admin", passwordHash: "fake:a long passphrase" },
    ]);
    expect(await database.client.auditEntry.count({ where: { action: "person.create" } })).toBe(1);
  });

  it("keeps the password and role of an account that exists", async () => {
    await givenPerson(database, {
      id: "ada",
      email: "ada@example.com",
      role: "growth",
      password: "her own choice",
    });
    await givenPerson(database, { id: "bo", role: "admin" });
    expect((await bootstrapOrganization(ports, admin)).setupToken).toBeNull();
    const ada = await database.client.user.findFirstOrThrow({ where: { email: "ada@example.com" } });
    expect(ada).toMatchObject({ role: "growth", passwordHash: "fake:her own choice" });
  });

  it("takes a common administrator password from the settings, and says so", async () => {
    await bootstrapOrganization(ports, { adminEmail: "ada@example.com", adminPassword: "password1234" });
    expect(await database.client.user.count({ where: { email: "ada@example.com" } })).toBe(1);
    expect(ports.seen.logged).toContainEqual(
      expect.objectContaining({ level: "warn", fields: { setting: "ADMIN_PASSWORD" } }),
    );
  });

  it("gives a set-up link while nobody can administer, and only the newest works", async () => {
    const first = await bootstrapOrganization(ports, {});
    const second = await bootstrapOrganization(ports, {});
    expect(first.setupToken).toMatch(/^default\.[0-9a-f]{32}\.[\w-]{43}$/);
    await expect(acceptInvitation(ports, { ...person, token: first.setupToken! })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    await acceptInvitation(ports, { ...person, token: second.setupToken! });
    expect(await database.client.user.findMany()).toMatchObject([
      { email: "ada@example.com", role: "admin" },
    ]);
    expect((await bootstrapOrganization(ports, {})).setupToken).toBeNull();
  });

  it("gives a set-up link when the only administrator is disabled", async () => {
    await givenPerson(database, { id: "ada", role: "admin", disabledAt: new Date("2026-05-02T00:00:00Z") });
    expect((await bootstrapOrganization(ports, {})).setupToken).not.toBeNull();
  });
});

describe("a set-up link", () => {
  it("ends after an hour", async () => {
    const { setupToken } = await bootstrapOrganization(ports, {});
    ports.clock.advance(60 * 60_000);
    await expect(acceptInvitation(ports, { ...person, token: setupToken! })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });

  it("is refused once somebody administers", async () => {
    const { setupToken } = await bootstrapOrganization(ports, {});
    await givenPerson(database, { id: "bo", role: "admin" });
    await expect(acceptInvitation(ports, { ...person, token: setupToken! })).rejects.toMatchObject({
      code: "CONFLICT",
    });
    expect(await database.client.user.count()).toBe(1);
  });

  it("needs an e-mail address", async () => {
    const { setupToken } = await bootstrapOrganization(ports, {});
    const { name, password, address } = person;
    await expect(
      acceptInvitation(ports, { name, password, address, token: setupToken! }),
    ).rejects.toMatchObject({
      code: "VALIDATION",
      details: { faults: [{ path: "email" }] },
    });
  });

  it("makes one administrator of two who use it at once", async () => {
    const { setupToken } = await bootstrapOrganization(ports, {});
    const outcomes = await Promise.allSettled(
      ["ada@example.com", "bo@example.com"].map((email) =>
        acceptInvitation(ports, { ...person, email, token: setupToken! }),
      ),
    );
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await database.client.user.count()).toBe(1);
  });
});
