import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Database } from "../../adapters/db/open-database.ts";
import { clearPeople, givenOrganization, givenPerson } from "../../testing/builders/people.ts";
import { testPorts, type TestPorts } from "../../testing/builders/service-context.ts";
import { createTestDatabase } from "../../testing/setup/test-database.ts";
import { checkSession } from "./check-session.ts";
import { signIn, type SignedIn } from "./sign-in.ts";
import { signOut } from "./sign-out.ts";

const minutes = 60_000;

let database: Database;
let ports: TestPorts;
let session: SignedIn;
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  await clearPeople(database);
  ports = testPorts(database);
  const { email } = await givenPerson(database, { id: "grete", role: "admin" });
  const password = "a long passphrase";
  const result = await signIn(ports, { email, password, address: null, userAgent: null });
  if (result.kind !== "ok") throw new Error(result.kind);
  session = result.session;
});

const lastSeen = async () => (await database.client.userSession.findFirstOrThrow()).lastSeenAt;

describe("checkSession", () => {
  it("names the person", async () => {
    expect(await checkSession(ports, session)).toEqual({
      kind: "person",
      id: "grete",
      name: "grete",
      email: "grete@example.com",
      role: "admin",
    });
  });

  it("ends after an hour without a request", async () => {
    ports.clock.advance(60 * minutes - 1);
    expect(await checkSession(ports, session)).not.toBeNull();
    ports.clock.advance(60 * minutes - 1);
    expect(await checkSession(ports, session)).not.toBeNull();
    ports.clock.advance(60 * minutes);
    expect(await checkSession(ports, session)).toBeNull();
    expect(await checkSession(ports, session)).toBeNull();
  });

  it("ends after twelve hours however busy it is", async () => {
    for (let halfHours = 0; halfHours < 23; halfHours += 1) {
      ports.clock.advance(30 * minutes);
      expect(await checkSession(ports, session)).not.toBeNull();
    }
    ports.clock.advance(30 * minutes);
    expect(await checkSession(ports, session)).toBeNull();
  });

  it("notes the last request once a minute at most", async () => {
    const start = ports.clock.now();
    ports.clock.advance(minutes - 1);
    await checkSession(ports, session);
    expect(await lastSeen()).toEqual(start);
    ports.clock.advance(1);
    await checkSession(ports, session);
    expect(await lastSeen()).toEqual(ports.clock.now());
  });

  it("acts on a lowered role, and on a disabled account, with the next request", async () => {
    await database.client.user.updateMany({ data: { role: "executive" } });
    expect(await checkSession(ports, session)).toMatchObject({ role: "executive" });
    await database.client.user.updateMany({ data: { disabledAt: ports.clock.now() } });
    expect(await checkSession(ports, session)).toBeNull();
  });

  it("trusts no role that it does not know, and no session without a person", async () => {
    await database.client.user.updateMany({ data: { role: "owner" } });
    expect(await checkSession(ports, session)).toBeNull();
    await database.client.user.deleteMany();
    expect(await checkSession(ports, session)).toBeNull();
  });

  it("is no session of another organization", async () => {
    await givenOrganization(database, "other");
    await givenPerson(database, { id: "grete", organizationId: "other" });
    expect(await checkSession(ports, { ...session, organizationId: "other" })).toBeNull();
    expect(await checkSession(ports, { ...session, sessionId: "none" })).toBeNull();
  });
});

describe("signOut", () => {
  it("ends the session, once", async () => {
    await signOut(ports, session);
    await signOut(ports, session);
    expect(await checkSession(ports, session)).toBeNull();
    expect(await database.client.auditEntry.findMany({ where: { action: "session.end" } })).toMatchObject([
      { actorId: "grete", subject: session.sessionId },
    ]);
  });

  it("ends no session of another organization", async () => {
    await signOut(ports, { ...session, organizationId: "other" });
    expect(await checkSession(ports, session)).not.toBeNull();
  });
});
