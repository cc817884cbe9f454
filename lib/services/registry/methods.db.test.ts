import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Database } from "../../adapters/db/open-database.ts";
import { activationMethodShape, registryChangeListShape } from "../../contracts/registry.ts";
import { clearDatabase } from "../../testing/builders/clear-database.ts";
import { testContext, type TestContext } from "../../testing/builders/service-context.ts";
import { createTestDatabase } from "../../testing/setup/test-database.ts";
import { createActivationMethod } from "./create-activation-method.ts";
import { getActivationMethod } from "./get-activation-method.ts";
import { listActivationMethods } from "./list-activation-methods.ts";
import { listRegistryChanges } from "./list-changes.ts";
import { moveActivationMethod } from "./move-activation-method.ts";
import { updateActivationMethod } from "./update-activation-method.ts";

// The fake clock stands at 2026-06-01T09:00Z.
let database: Database;
let ctx: TestContext;
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  await clearDatabase(database);
  ctx = testContext(database, { role: "growth" });
});

const website = { name: "Checkout tick box", kind: "website" as const };

async function history(id: string) {
  const page = await listRegistryChanges(ctx, "activation-method", id, { limit: 50 });
  registryChangeListShape.parse(page);
  return page.data;
}

describe("moveActivationMethod", () => {
  it("goes through a whole life, and the history tells every step", async () => {
    const { id } = await createActivationMethod(ctx, website);
    const steps = [
      ["launch", "launched"],
      ["hold", "held"],
      ["resume", "launched"],
      ["retire", "retired"],
    ] as const;
    for (const [action, state] of steps) {
      ctx.clock.advance(1000);
      const method = activationMethodShape.parse(await moveActivationMethod(ctx, id, action));
      expect(method).toMatchObject({ state, launchedAt: "2026-06-01T09:00:01.000Z" });
      expect(await getActivationMethod(ctx, id)).toEqual(method);
    }
    expect((await history(id)).map(({ action }) => action)).toEqual([
      "retired",
      "resumed",
      "held",
      "launched",
      "created",
    ]);
    const audit = await database.client.auditEntry.findMany({ orderBy: { id: "asc" } });
    expect(audit.map(({ action, subject }) => [action, subject])).toEqual(
      ["create", "launch", "hold", "resume", "retire"].map((verb) => [`activation-method.${verb}`, id]),
    );
  });

  it("takes a launch of the past and of the future, and launches by the clock", async () => {
    const { id: past } = await createActivationMethod(ctx, website);
    const launchedAt = "2026-05-01T00:00:00.000Z";
    expect(await moveActivationMethod(ctx, past, "launch", { launchedAt })).toMatchObject({
      state: "launched",
      launchedAt,
    });
    expect((await history(past))[0]).toMatchObject({ action: "launched", occurredAt: launchedAt });
    const { id } = await createActivationMethod(ctx, website);
    await moveActivationMethod(ctx, id, "launch", { launchedAt: "2026-06-01T10:00:00Z" });
    await expect(moveActivationMethod(ctx, id, "hold")).rejects.toMatchObject({ code: "CONFLICT" });
    ctx.clock.advance(3_600_000);
    expect(await moveActivationMethod(ctx, id, "hold")).toMatchObject({ state: "held" });
  });

  it("refuses a step that the state does not allow, and writes nothing of it", async () => {
    const { id } = await createActivationMethod(ctx, website);
    await expect(moveActivationMethod(ctx, id, "resume")).rejects.toMatchObject({
      code: "CONFLICT",
      message: "It is a draft: launch it first.",
    });
    await expect(
      moveActivationMethod(ctx, id, "launch", { launchedAt: "0026-05-01T00:00:00Z" }),
    ).rejects.toMatchObject({ code: "VALIDATION" });
    expect(await history(id)).toHaveLength(1);
  });

  it("F66 knows no method of another organization", async () => {
    const { id } = await createActivationMethod(testContext(database, { organizationId: "other" }), website);
    for (const attempt of [
      () => getActivationMethod(ctx, id),
      () => moveActivationMethod(ctx, id, "launch"),
      () => updateActivationMethod(ctx, id, { name: "Mine" }),
      () => listRegistryChanges(ctx, "activation-method", id, { limit: 1 }),
    ]) {
      await expect(attempt()).rejects.toMatchObject({ code: "NOT_FOUND" });
    }
  });
});

describe("updateActivationMethod", () => {
  it("changes what is given, keeps the rest, and tells what it was before", async () => {
    const { id } = await createActivationMethod(ctx, { ...website, owner: "Ada", tags: ["eu"] });
    const method = await updateActivationMethod(ctx, id, {
      name: "Tick box",
      owner: null,
      tags: ["eu", "web", "eu"],
      launchedAt: "2026-07-01T00:00:00Z",
    });
    expect(method).toMatchObject({
      name: "Tick box",
      kind: "website",
      owner: null,
      tags: ["eu", "web"],
      state: "scheduled",
    });
    const [changed, renamed] = await history(id);
    expect(renamed).toMatchObject({
      action: "renamed",
      detail: { name: { from: "Checkout tick box", to: "Tick box" } },
    });
    expect(changed).toMatchObject({
      action: "changed",
      detail: {
        owner: { from: "Ada", to: null },
        tags: { from: ["eu"], to: ["eu", "web"] },
        launchedAt: { from: null, to: "2026-07-01T00:00:00.000Z" },
      },
    });
  });

  it("writes nothing when nothing differs", async () => {
    const { id } = await createActivationMethod(ctx, { ...website, launchedAt: "2026-05-01T00:00:00Z" });
    await updateActivationMethod(ctx, id, { ...website, launchedAt: "2026-05-01T00:00:00Z" });
    expect(await history(id)).toHaveLength(1);
    expect(await database.client.auditEntry.count()).toBe(1);
  });

  it("keeps the time of a launch that has happened", async () => {
    const { id } = await createActivationMethod(ctx, { ...website, launchedAt: "2026-05-01T00:00:00Z" });
    for (const launchedAt of ["2026-05-02T00:00:00Z", null]) {
      await expect(updateActivationMethod(ctx, id, { name: "Other", launchedAt })).rejects.toMatchObject({
        code: "VALIDATION",
        details: { faults: [{ path: "launchedAt" }] },
      });
    }
    expect((await getActivationMethod(ctx, id)).name).toBe(website.name);
    expect(
      await updateActivationMethod(ctx, id, { name: "Other", launchedAt: "2026-05-01T00:00:00Z" }),
    ).toMatchObject({
      name: "Other",
      state: "launched",
    });
  });
});

describe("listActivationMethods by state and name", () => {
  it("finds each in the state that it is in now", async () => {
    const add = (name: string, launchedAt?: string) =>
      createActivationMethod(ctx, { name, kind: "sms", ...(launchedAt === undefined ? {} : { launchedAt }) });
    await add("Draft 100%");
    await add("Planned", "2026-06-01T10:00:00Z");
    const held = await add("Held_one", "2026-05-01T00:00:00Z");
    await moveActivationMethod(ctx, held.id, "hold");
    await add("Running", "2026-05-01T00:00:00Z");
    const names = async (filter: Omit<Parameters<typeof listActivationMethods>[1], "limit">) =>
      (await listActivationMethods(ctx, { limit: 50, ...filter })).data.map(({ name }) => name);
    expect(await names({ state: "draft" })).toEqual(["Draft 100%"]);
    expect(await names({ state: "scheduled" })).toEqual(["Planned"]);
    expect(await names({ state: "held" })).toEqual(["Held_one"]);
    expect(await names({ state: "launched" })).toEqual(["Running"]);
    expect(await names({ q: "PLAN" })).toEqual(["Planned"]);
    // The signs of LIKE are ordinary ones here.
    expect(await names({ q: "%" })).toEqual(["Draft 100%"]);
    expect(await names({ q: "_" })).toEqual(["Held_one"]);
    ctx.clock.advance(3_600_000);
    expect(await names({ state: "scheduled" })).toEqual([]);
    expect(await names({ state: "launched" })).toEqual(["Planned", "Running"]);
  });
});
