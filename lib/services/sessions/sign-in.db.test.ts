import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Database } from "../../adapters/db/open-database.ts";
import { clearPeople, givenOrganization, givenPerson } from "../../testing/builders/people.ts";
import { testPorts, type TestPorts } from "../../testing/builders/service-context.ts";
import { createTestDatabase } from "../../testing/setup/test-database.ts";
import { signIn } from "./sign-in.ts";

const right = "a long passphrase";
const minutes = 60_000;

let database: Database;
let ports: TestPorts;
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  await clearPeople(database);
  await givenOrganization(database);
  ports = testPorts(database);
});

const attempt = (email: string, password: string, address = "192.0.2.1") =>
  signIn(ports, { email, password, address, userAgent: "Firefox" });
const guess = async (count: number, email = "grete@example.com", address?: string) => {
  for (let i = 0; i < count; i += 1) {
    expect(await attempt(email, `guess ${i}`, address)).toEqual({ kind: "refused" });
  }
};

describe("signIn", () => {
  it("starts a session of twelve hours and writes it down", async () => {
    await givenPerson(database, { id: "grete", role: "on-call", name: "Grete" });
    const result = await attempt("  Grete@EXAMPLE.com ", right);
    expect(result).toMatchObject({
      kind: "ok",
      session: {
        organizationId: "default",
        userId: "grete",
        role: "on-call",
        name: "Grete",
        email: "grete@example.com",
      },
    });
    const [session] = await database.client.userSession.findMany();
    expect(session).toMatchObject({
      userId: "grete",
      address: "192.0.2.1",
      userAgent: "Firefox",
      revokedAt: null,
    });
    expect(session!.expiresAt.getTime() - ports.clock.now().getTime()).toBe(12 * 60 * minutes);
    expect(await database.client.user.findFirst()).toMatchObject({ lastSignInAt: ports.clock.now() });
    expect(await database.client.auditEntry.findMany()).toMatchObject([
      { action: "session.start", actorId: "grete", subject: session!.id },
    ]);
  });

  it("answers unknown, disabled, wrong and password-less accounts alike, after the same work", async () => {
    await givenPerson(database, { id: "grete" });
    await givenPerson(database, { id: "gone", disabledAt: new Date("2026-05-02T00:00:00Z") });
    await givenPerson(database, { id: "sso" });
    await database.client.user.updateMany({ where: { id: "sso" }, data: { passwordHash: null } });
    const cases: [string, string][] = [
      ["nobody@example.com", right],
      ["grete@example.com", "wrong"],
      ["gone@example.com", right],
      ["sso@example.com", right],
    ];
    for (const [email, password] of cases) {
      const before = ports.seen.passwordChecks;
      expect(await attempt(email, password)).toEqual({ kind: "refused" });
      expect(ports.seen.passwordChecks - before, email).toBe(1);
    }
    expect(await database.client.userSession.count()).toBe(0);
    const entries = await database.client.auditEntry.findMany({ orderBy: { id: "asc" } });
    expect(entries.map(({ action, subject, detail }) => [action, subject, detail])).toEqual([
      ["session.refuse", "unknown", { address: "192.0.2.1", reason: "unknown-account" }],
      ["session.refuse", "grete", { address: "192.0.2.1", reason: "wrong-password" }],
      ["session.refuse", "gone", { address: "192.0.2.1", reason: "disabled" }],
      ["session.refuse", "sso", { address: "192.0.2.1", reason: "wrong-password" }],
    ]);
    expect(JSON.stringify(entries)).not.toContain("nobody");
  });

  it("picks, of several organizations with the same address, the one whose password fits", async () => {
    const email = "grete@example.com";
    await givenPerson(database, { id: "g1", organizationId: "a", email, password: "password of a" });
    await givenPerson(database, { id: "g2", organizationId: "b", email, password: "password of b" });
    await givenPerson(database, { id: "g3", organizationId: "c", email, password: "password of b" });
    expect(await attempt(email, "password of a")).toMatchObject({
      session: { organizationId: "a", userId: "g1" },
    });
    expect(await attempt(email, "password of b")).toMatchObject({
      session: { organizationId: "b", userId: "g2" },
    });
    await database.client.user.updateMany({ where: { id: "g2" }, data: { disabledAt: new Date() } });
    expect(await attempt(email, "password of b")).toMatchObject({
      session: { organizationId: "c", userId: "g3" },
    });
  });

  it("does not hash what cannot be a password", async () => {
    await givenPerson(database, { id: "grete", password: "" });
    expect(await attempt("nobody@example.com", "x".repeat(1_000_000))).toEqual({ kind: "refused" });
    expect(await attempt("x".repeat(1_000_000), right)).toEqual({ kind: "refused" });
  });
});

describe("slowing down", () => {
  beforeEach(() => givenPerson(database, { id: "grete" }));

  it("lets an account be tried ten times in a window that doubles each time it is used up", async () => {
    // 15 min, then 30, 60, 120 and no longer: the rule in sign-in-limits.ts.
    for (const windowMinutes of [15, 30, 60, 120, 120]) {
      await guess(10);
      expect(await attempt("grete@example.com", right)).toEqual({
        kind: "slow-down",
        retryAfterSeconds: windowMinutes * 60,
      });
      ports.clock.advance(windowMinutes * minutes);
    }
    expect(await attempt("grete@example.com", right)).toMatchObject({ kind: "ok" });
  });

  it("counts an account over all addresses, and unknown accounts alike", async () => {
    for (const email of ["grete@example.com", "nobody@example.com"]) {
      for (let i = 0; i < 10; i += 1) await guess(1, email, `198.51.100.${i}`);
      expect(await attempt(email, right, "203.0.113.1")).toMatchObject({ kind: "slow-down" });
    }
  });

  it("counts an address over all accounts, and others go on", async () => {
    for (let i = 0; i < 50; i += 1) await guess(1, `nobody${i}@example.com`);
    expect(await attempt("grete@example.com", right)).toMatchObject({
      kind: "slow-down",
      retryAfterSeconds: 900,
    });
    expect(await attempt("grete@example.com", right, "192.0.2.2")).toMatchObject({ kind: "ok" });
  });

  it("does not count right passwords", async () => {
    for (let i = 0; i < 60; i += 1)
      expect(await attempt("grete@example.com", right)).toMatchObject({ kind: "ok" });
  });

  it("forgets wrong ones of the account after a right one, and those of the address not", async () => {
    await guess(9);
    expect(await attempt("grete@example.com", right)).toMatchObject({ kind: "ok" });
    await guess(9);
    expect(await attempt("grete@example.com", right)).toMatchObject({ kind: "ok" });
    const address = await database.client.rateWindow.findUnique({
      where: { subject: "sign-in:address:192.0.2.1" },
    });
    expect(address).toMatchObject({ count: 18 });
  });

  it("lets no more through when guesses come at once", async () => {
    const results = await Promise.all(
      Array.from({ length: 25 }, (_, i) => attempt("grete@example.com", `guess ${i}`, `198.51.100.${i}`)),
    );
    expect(results.filter(({ kind }) => kind === "refused")).toHaveLength(10);
    expect(results.filter(({ kind }) => kind === "slow-down")).toHaveLength(15);
  });

  it("looks at no password while slowed down", async () => {
    await guess(10);
    const before = ports.seen.passwordChecks;
    await attempt("grete@example.com", right);
    expect(ports.seen.passwordChecks).toBe(before);
  });
});
