import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Database } from "../../adapters/db/open-database.ts";
import { clearPeople, givenOrganization, givenPerson } from "../../testing/builders/people.ts";
import { testContext, testPorts, type TestContext } from "../../testing/builders/service-context.ts";
import { createTestDatabase } from "../../testing/setup/test-database.ts";
import { acceptInvitation } from "./accept-invitation.ts";
import { createInvitation } from "./create-invitation.ts";
import { listInvitations } from "./list-invitations.ts";
import { revokeInvitation } from "./revoke-invitation.ts";

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

const invite = () => createInvitation(ctx, { email: "Grete@Example.com", role: "on-call" });
const tokenOf = (link: string) => link.split("/").at(-1)!;
const accept = (token: string, more: object = {}) =>
  acceptInvitation(ctx, {
    name: "Grete",
    password: "a long passphrase",
    address: "192.0.2.1",
    token,
    ...more,
  });

describe("createInvitation", () => {
  it("shows the link once, stores a hash of it, mails it and writes who invited", async () => {
    const created = await invite();
    expect(created).toMatchObject({ email: "grete@example.com", role: "on-call", mailed: true });
    expect(created.link).toMatch(/^https:\/\/staygreen\.test\/welcome\/default\.[0-9a-f]{32}\.[\w-]{43}$/);
    expect(Date.parse(created.expiresAt) - Date.parse(created.createdAt)).toBe(72 * 3_600_000);
    expect(ctx.seen.mails).toMatchObject([{ to: "grete@example.com" }]);
    expect(ctx.seen.mails[0]!.lines).toContain(created.link);
    const secret = created.link.split(".").at(-1)!;
    const everything = JSON.stringify([
      await database.client.invitation.findMany(),
      await database.client.auditEntry.findMany(),
      ctx.seen.logged,
      await listInvitations(ctx, { limit: 50 }),
    ]);
    expect(everything).not.toContain(secret);
    expect(await database.client.auditEntry.findMany()).toMatchObject([
      { action: "invitation.create", actorId: "user-admin", subject: created.id, requestId: "request-1" },
    ]);
  });

  it("stands when there is no mail or the mail fails", async () => {
    ctx = testContext(database, { ports: testPorts(database, { sendMail: null }) });
    expect(await invite()).toMatchObject({ mailed: false });
    ctx = testContext(database, {
      ports: testPorts(database, { sendMail: () => Promise.reject(new Error("no route")) }),
    });
    expect(await invite()).toMatchObject({ mailed: false });
  });

  it("replaces an earlier link for the same address", async () => {
    const first = await invite();
    const second = await invite();
    expect((await listInvitations(ctx, { limit: 50 })).data.map(({ id }) => id)).toEqual([second.id]);
    await expect(accept(tokenOf(first.link))).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(accept(tokenOf(second.link))).resolves.toMatchObject({ email: "grete@example.com" });
  });

  it("refuses an address that has an account", async () => {
    await givenPerson(database, { id: "grete", email: "grete@example.com" });
    await expect(invite()).rejects.toMatchObject({ code: "CONFLICT" });
  });
});

describe("acceptInvitation", () => {
  it("makes the person with the invited address and role", async () => {
    const { link } = await invite();
    const accepted = await accept(tokenOf(link));
    expect(await database.client.user.findMany()).toMatchObject([
      { id: accepted.userId, email: "grete@example.com", name: "Grete", role: "on-call" },
    ]);
    expect((await listInvitations(ctx, { limit: 50 })).data).toEqual([]);
  });

  it("works once, also for two at once", async () => {
    const token = tokenOf((await invite()).link);
    const outcomes = await Promise.allSettled([accept(token), accept(token)]);
    const refusals = outcomes.filter((outcome) => outcome.status === "rejected");
    expect(refusals).toMatchObject([{ reason: { code: "CONFLICT" } }]);
    await expect(accept(token)).rejects.toMatchObject({ code: "CONFLICT" });
    expect(await database.client.user.count()).toBe(1);
  });

  it("is not used up by a refusal", async () => {
    const token = tokenOf((await invite()).link);
    await expect(accept(token, { email: "other@example.com" })).rejects.toMatchObject({ code: "VALIDATION" });
    await expect(accept(token, { password: "password1234" })).rejects.toMatchObject({ code: "VALIDATION" });
    await expect(accept(token, { password: "short" })).rejects.toMatchObject({ code: "VALIDATION" });
    await expect(accept(token, { email: "GRETE@example.com" })).resolves.toBeDefined();
  });

  it("ends after 72 hours and with its revocation", async () => {
    const expired = await invite();
    ctx.clock.advance(72 * 3_600_000);
    await expect(accept(tokenOf(expired.link))).rejects.toMatchObject({ code: "NOT_FOUND" });
    const revoked = await invite();
    await revokeInvitation(ctx, revoked.id);
    await expect(accept(tokenOf(revoked.link))).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(revokeInvitation(ctx, revoked.id)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("counts wrong links of one network address, and tells how long to wait", async () => {
    const { link } = await invite();
    const wrong = `${tokenOf(link).slice(0, -1)}${link.endsWith("A") ? "B" : "A"}`;
    for (let i = 0; i < 20; i += 1) await expect(accept(wrong)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(accept(tokenOf(link))).rejects.toMatchObject({
      code: "RATE_LIMITED",
      details: { retryAfterSeconds: 900 },
    });
    await expect(accept(tokenOf(link), { address: "192.0.2.2" })).resolves.toBeDefined();
  });

  it.each(["", "default", "default.x.y", "a.b.c.d", "..", "default.0.".padEnd(60, "x")])(
    "refuses %j",
    async (token) => {
      await expect(accept(token)).rejects.toMatchObject({ code: "NOT_FOUND" });
    },
  );
});

describe("another organization", () => {
  it("sees and revokes none of our invitations", async () => {
    const created = await invite();
    await givenOrganization(database, "other");
    const stranger = testContext(database, { organizationId: "other" });
    expect((await listInvitations(stranger, { limit: 50 })).data).toEqual([]);
    await expect(revokeInvitation(stranger, created.id)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(accept(tokenOf(created.link).replace("default", "other"))).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });
});
