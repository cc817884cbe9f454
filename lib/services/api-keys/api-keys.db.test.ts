import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Database } from "../../adapters/db/open-database.ts";
import { clearPeople, givenOrganization } from "../../testing/builders/people.ts";
import { testContext, type TestContext } from "../../testing/builders/service-context.ts";
import { createTestDatabase } from "../../testing/setup/test-database.ts";
import { checkApiKey } from "./check-api-key.ts";
import { requireRight } from "../require-right.ts";
import { createApiKey } from "./create.ts";
import { listApiKeys } from "./list.ts";
import { revokeApiKey } from "./revoke.ts";

const address = "192.0.2.1";
const minutes = 60_000;

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

const create = (more: object = {}) => createApiKey(ctx, { name: "ETL", role: "growth", ...more });
/** The same key with its last character changed. */
const spoil = (key: string) => `${key.slice(0, -1)}${key.endsWith("A") ? "B" : "A"}`;

describe("createApiKey", () => {
  it("shows the key once and keeps a hash", async () => {
    const created = await create();
    expect(created.key).toMatch(/^sgk_default_[0-9a-f]{32}_[\w-]{43}$/);
    const everything = JSON.stringify([
      await database.client.apiKey.findMany(),
      await database.client.auditEntry.findMany(),
      await listApiKeys(ctx, { limit: 50 }),
      ctx.seen.logged,
    ]);
    expect(everything).not.toContain(created.key.slice(-43));
    expect(await database.client.auditEntry.findMany()).toMatchObject([
      {
        action: "api-key.create",
        subject: created.id,
        detail: { name: "ETL", role: "growth", scopes: [], expiresAt: null },
      },
    ]);
  });

  it("refuses an end that has passed", async () => {
    await expect(create({ expiresAt: ctx.clock.now().toISOString() })).rejects.toMatchObject({
      code: "VALIDATION",
      details: { faults: [{ path: "expiresAt" }] },
    });
  });
});

describe("checkApiKey", () => {
  it("names the program, with the key's role", async () => {
    const { id, key } = await create();
    expect(await checkApiKey(ctx, key, address)).toEqual({
      organizationId: "default",
      actor: { kind: "api-key", id, name: "ETL", email: null, role: "growth", scopes: [] },
    });
  });

  it("holds a key that only sends data to that", async () => {
    const { key, scopes } = await create({ scopes: ["ingest"] });
    expect(scopes).toEqual(["ingest"]);
    const caller = await checkApiKey(ctx, key, address);
    const program = { ...ctx, actor: caller!.actor };
    expect(() => requireRight(program, "facts.write")).not.toThrow();
    await expect(listApiKeys(program, { limit: 50 })).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect(() => requireRight(program, "quality.read")).toThrow(/held to ingest/);
  });

  it("refuses a scope that leaves the role nothing, and a key with a scope of a later version", async () => {
    await expect(create({ role: "executive", scopes: ["ingest"] })).rejects.toMatchObject({
      details: { faults: [{ path: "role" }] },
    });
    const { id, key } = await create();
    await database.client.apiKey.updateMany({ where: { id }, data: { scopes: ["read-cells"] } });
    expect(await checkApiKey(ctx, key, address)).toBeNull();
  });

  it("reads organizations and secrets that hold underscores", async () => {
    await givenOrganization(database, "two_words");
    ctx = testContext(database, { organizationId: "two_words" });
    const secret = `_${"a_".repeat(21)}`;
    const random = { ...ctx.random, secret: () => secret };
    const { key } = await createApiKey({ ...ctx, random }, { name: "ETL", role: "growth" });
    expect(await checkApiKey(ctx, key, address)).toMatchObject({ organizationId: "two_words" });
  });

  it("refuses wrong, expired and revoked keys and says why in the audit log only", async () => {
    const { key } = await create();
    const revoked = await create();
    const expiring = await create({ expiresAt: new Date(ctx.clock.now().getTime() + minutes).toISOString() });
    await revokeApiKey(ctx, revoked.id);
    expect(await checkApiKey(ctx, expiring.key, address)).not.toBeNull();
    ctx.clock.advance(minutes);
    expect(await checkApiKey(ctx, spoil(key), address)).toBeNull();
    expect(await checkApiKey(ctx, revoked.key, address)).toBeNull();
    expect(await checkApiKey(ctx, expiring.key, address)).toBeNull();
    const refusals = await database.client.auditEntry.findMany({
      where: { action: "api-key.refuse" },
      orderBy: { id: "asc" },
    });
    expect(refusals.map(({ detail }) => (detail as { reason: string }).reason)).toEqual([
      "wrong-secret",
      "revoked",
      "expired",
    ]);
  });

  it.each(["", "sgk_", "sgk_default_x_y", "Bearer", `sgk_default_00_${"a".repeat(43)}`])(
    "refuses %j",
    async (text) => {
      expect(await checkApiKey(ctx, text, address)).toBeNull();
    },
  );

  it("is no key of another organization", async () => {
    const { key } = await create();
    await givenOrganization(database, "other");
    expect(await checkApiKey(ctx, key.replace("default", "other"), address)).toBeNull();
  });

  it("notes the last use once a minute at most", async () => {
    const { key } = await create();
    const lastUsed = async () => (await database.client.apiKey.findFirstOrThrow()).lastUsedAt;
    const first = ctx.clock.now();
    await checkApiKey(ctx, key, address);
    ctx.clock.advance(minutes - 1);
    await checkApiKey(ctx, key, address);
    expect(await lastUsed()).toEqual(first);
    ctx.clock.advance(1);
    await checkApiKey(ctx, key, address);
    expect(await lastUsed()).toEqual(ctx.clock.now());
  });

  it("limits wrong keys of one address and lets right ones pass", async () => {
    const { key } = await create();
    for (let i = 0; i < 30; i += 1) expect(await checkApiKey(ctx, spoil(key), address)).toBeNull();
    await expect(checkApiKey(ctx, spoil(key), address)).rejects.toMatchObject({
      code: "RATE_LIMITED",
      details: { retryAfterSeconds: 300 },
    });
    expect(await checkApiKey(ctx, key, address)).not.toBeNull();
    expect(await checkApiKey(ctx, spoil(key), "192.0.2.2")).toBeNull();
  });
});

describe("revokeApiKey and listApiKeys", () => {
  it("keep to the own organization", async () => {
    const { id, key } = await create();
    await givenOrganization(database, "other");
    const stranger = testContext(database, { organizationId: "other" });
    await expect(revokeApiKey(stranger, id)).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect((await listApiKeys(stranger, { limit: 50 })).data).toEqual([]);
    expect(await checkApiKey(ctx, key, address)).not.toBeNull();
  });

  it("take a revoked key off the list, once", async () => {
    const [first, second] = [await create(), await create()];
    await revokeApiKey(ctx, first.id);
    await expect(revokeApiKey(ctx, first.id)).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect((await listApiKeys(ctx, { limit: 50 })).data.map(({ id }) => id)).toEqual([second.id]);
  });

  it("page", async () => {
    for (let i = 0; i < 3; i += 1) await create({ name: `key ${i}` });
    const first = await listApiKeys(ctx, { limit: 2 });
    const second = await listApiKeys(ctx, { limit: 2, cursor: first.nextCursor! });
    expect([...first.data, ...second.data].map(({ name }) => name)).toEqual(["key 0", "key 1", "key 2"]);
  });
});
