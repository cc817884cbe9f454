import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Database } from "../../adapters/db/open-database.ts";
import { clearPeople, givenOrganization, givenPerson } from "../../testing/builders/people.ts";
import { testContext, type TestContext } from "../../testing/builders/service-context.ts";
import { createTestDatabase } from "../../testing/setup/test-database.ts";
import { checkSession } from "../sessions/check-session.ts";
import { signIn } from "../sessions/sign-in.ts";
import { changePassword } from "./change-password.ts";
import { getMe } from "./get-me.ts";
import { listPeople } from "./list-people.ts";
import { updatePerson } from "./update-person.ts";

let database: Database;
let ctx: TestContext;
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  await clearPeople(database);
  await givenOrganization(database);
  ctx = testContext(database);
});

async function sessionOf(email: string, password = "a long passphrase") {
  const result = await signIn(ctx, { email, password, address: "192.0.2.1", userAgent: null });
  if (result.kind !== "ok") throw new Error(result.kind);
  return result.session;
}

describe("listPeople", () => {
  it("pages through everybody once, without passwords", async () => {
    for (const id of ["a", "b", "c"]) await givenPerson(database, { id });
    const first = await listPeople(ctx, { limit: 2 });
    const second = await listPeople(ctx, { limit: 2, cursor: first.nextCursor! });
    expect([...first.data, ...second.data].map(({ id }) => id)).toEqual(["a", "b", "c"]);
    expect(second.nextCursor).toBeNull();
    expect(JSON.stringify(first)).not.toContain("passphrase");
    await expect(listPeople(ctx, { limit: 2, cursor: "nonsense" })).rejects.toMatchObject({
      code: "VALIDATION",
    });
  });
});

describe("updatePerson", () => {
  it("changes the role at once for sessions that are open, and writes before and after", async () => {
    await givenPerson(database, { id: "ada", role: "admin" });
    const grete = await givenPerson(database, { id: "grete", role: "admin" });
    const session = await sessionOf(grete.email);
    expect(await updatePerson(ctx, "grete", { role: "executive" })).toMatchObject({ role: "executive" });
    expect(await checkSession(ctx, session)).toMatchObject({ id: "grete", role: "executive" });
    expect(await database.client.auditEntry.findMany({ where: { action: "person.update" } })).toMatchObject([
      {
        subject: "grete",
        detail: { before: { role: "admin", disabled: false }, after: { role: "executive", disabled: false } },
      },
    ]);
  });

  it("ends the sessions of a disabled person; enabling does not bring them back", async () => {
    await givenPerson(database, { id: "ada", role: "admin" });
    const grete = await givenPerson(database, { id: "grete" });
    const session = await sessionOf(grete.email);
    const disabled = await updatePerson(ctx, "grete", { disabled: true });
    expect(disabled.disabledAt).toBe(ctx.clock.now().toISOString());
    expect(await checkSession(ctx, session)).toBeNull();
    expect(await updatePerson(ctx, "grete", { disabled: false })).toMatchObject({ disabledAt: null });
    expect(await checkSession(ctx, session)).toBeNull();
    await expect(sessionOf(grete.email)).resolves.toBeDefined();
  });

  it("writes nothing when nothing changes", async () => {
    await givenPerson(database, { id: "grete" });
    await updatePerson(ctx, "grete", { role: "growth", disabled: false });
    expect(await database.client.auditEntry.count()).toBe(0);
  });

  it.each([{ role: "growth" as const }, { disabled: true }])(
    "keeps the last administrator: %j",
    async (change) => {
      await givenPerson(database, { id: "ada", role: "admin" });
      await givenPerson(database, {
        id: "gone",
        role: "admin",
        disabledAt: new Date("2026-05-02T00:00:00Z"),
      });
      await givenPerson(database, { id: "grete", role: "growth" });
      await expect(updatePerson(ctx, "ada", change)).rejects.toMatchObject({ code: "CONFLICT" });
      expect(await database.client.user.findFirst({ where: { id: "ada" } })).toMatchObject({
        role: "admin",
        disabledAt: null,
      });
    },
  );

  it("keeps one of two administrators who demote each other at once", async () => {
    await givenPerson(database, { id: "ada", role: "admin" });
    await givenPerson(database, { id: "bo", role: "admin" });
    const outcomes = await Promise.allSettled([
      updatePerson(ctx, "ada", { role: "growth" }),
      updatePerson(ctx, "bo", { disabled: true }),
    ]);
    expect(outcomes.filter(({ status }) => status === "rejected")).toMatchObject([
      { reason: { code: "CONFLICT" } },
    ]);
    expect(await database.client.user.count({ where: { role: "admin", disabledAt: null } })).toBe(1);
  });

  it("does not find people of another organization", async () => {
    await givenPerson(database, { id: "grete", organizationId: "other", role: "admin" });
    await expect(updatePerson(ctx, "grete", { role: "growth" })).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect((await listPeople(ctx, { limit: 50 })).data).toEqual([]);
    expect(await database.client.user.findFirst()).toMatchObject({ role: "admin" });
  });
});

describe("getMe", () => {
  it("tells role, rights and where to start", async () => {
    expect(await getMe(testContext(database, { role: "executive" }))).toEqual({
      id: "user-executive",
      kind: "person",
      name: "Test executive",
      email: "executive@example.com",
      role: "executive",
      rights: ["quality.read", "incidents.read", "registry.read", "reports.read", "collector.read"],
      landingPage: "/reports",
      organization: { id: "default", name: "Staygreen", timeZone: "UTC" },
    });
  });
});

describe("changePassword", () => {
  const change = { currentPassword: "a long passphrase", newPassword: "a better passphrase" };

  async function asGrete() {
    const { id, email } = await givenPerson(database, { id: "grete" });
    const [here, elsewhere] = [await sessionOf(email), await sessionOf(email)];
    return {
      email,
      here,
      elsewhere,
      mine: testContext(database, { ports: ctx, role: "growth", actor: { id } }),
    };
  }

  it("ends the other sessions and keeps this one", async () => {
    const { email, here, elsewhere, mine } = await asGrete();
    await changePassword(mine, { ...change, sessionId: here.sessionId });
    expect(await checkSession(ctx, here)).not.toBeNull();
    expect(await checkSession(ctx, elsewhere)).toBeNull();
    await expect(sessionOf(email)).rejects.toThrow("refused");
    await expect(sessionOf(email, change.newPassword)).resolves.toBeDefined();
    expect(await database.client.auditEntry.findMany({ where: { action: "password.change" } })).toMatchObject(
      [{ actorId: "grete", detail: { endedSessions: 1 } }],
    );
  });

  it("needs the present password and a good new one", async () => {
    const { here, mine } = await asGrete();
    const { sessionId } = here;
    const tryWith = (more: object) => changePassword(mine, { ...change, sessionId, ...more });
    await expect(tryWith({ currentPassword: "guess" })).rejects.toMatchObject({
      details: { faults: [{ path: "currentPassword" }] },
    });
    for (const newPassword of ["short", "password1234", "x".repeat(129)]) {
      await expect(tryWith({ newPassword })).rejects.toMatchObject({
        code: "VALIDATION",
        details: { faults: [{ path: "newPassword" }] },
      });
    }
    expect(await checkSession(ctx, here)).not.toBeNull();
  });

  it("gives few tries", async () => {
    const { mine } = await asGrete();
    const guess = () => changePassword(mine, { ...change, currentPassword: "guess", sessionId: null });
    for (let i = 0; i < 10; i += 1) await expect(guess()).rejects.toMatchObject({ code: "VALIDATION" });
    await expect(changePassword(mine, { ...change, sessionId: null })).rejects.toMatchObject({
      code: "RATE_LIMITED",
      details: { retryAfterSeconds: 900 },
    });
  });

  it("is for people", async () => {
    const program = testContext(database, { actor: { kind: "api-key" } });
    await expect(changePassword(program, { ...change, sessionId: null })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
  });
});
