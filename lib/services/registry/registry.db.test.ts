import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Database } from "../../adapters/db/open-database.ts";
import {
  activationMethodListShape,
  activationMethodShape,
  optInSourceListShape,
  optInSourceShape,
} from "../../contracts/registry.ts";
import { roles } from "../../core/access/rights.ts";
import { clearDatabase } from "../../testing/builders/clear-database.ts";
import { testContext, type TestContext } from "../../testing/builders/service-context.ts";
import { createTestDatabase } from "../../testing/setup/test-database.ts";
import type { ServiceContext } from "../context.ts";
import { createActivationMethod } from "./create-activation-method.ts";
import { createOptInSource } from "./create-opt-in-source.ts";
import { findLaunchMarks } from "./find-launch-marks.ts";
import { listActivationMethods } from "./list-activation-methods.ts";
import { listOptInSources } from "./list-opt-in-sources.ts";

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

async function allPages<T>(list: (cursor?: string) => Promise<{ data: T[]; nextCursor: string | null }>) {
  const rows: T[] = [];
  let page = await list();
  rows.push(...page.data);
  while (page.nextCursor !== null) {
    page = await list(page.nextCursor);
    rows.push(...page.data);
  }
  return rows;
}

describe("createActivationMethod", () => {
  it.each([
    [undefined, "draft"],
    ["2026-06-01T09:00:01Z", "scheduled"],
    ["2026-05-01T02:00:00+02:00", "launched"],
  ])("launch %s: %s", async (launchedAt, state) => {
    const body = launchedAt === undefined ? website : { ...website, owner: "Ada", launchedAt };
    const method = await createActivationMethod(ctx, body);
    expect(activationMethodShape.parse(method)).toEqual(method);
    expect(method).toMatchObject({
      ...website,
      state,
      sourceCount: 0,
      createdAt: "2026-06-01T09:00:00.000Z",
    });
    expect(method.launchedAt).toBe(launchedAt === undefined ? null : new Date(launchedAt).toISOString());
  });

  it("writes who did it", async () => {
    const { id } = await createActivationMethod(ctx, website);
    expect(await database.client.auditEntry.findMany()).toMatchObject([
      {
        action: "activation-method.create",
        subject: id,
        actorId: "user-growth",
        detail: { ...website, state: "draft" },
      },
    ]);
  });

  it.each(["1999-12-31T23:59:59Z", "0026-05-01T00:00:00Z", "0000-01-01T00:00:00Z"])(
    "refuses %s",
    async (launchedAt) => {
      await expect(createActivationMethod(ctx, { ...website, launchedAt })).rejects.toMatchObject({
        code: "VALIDATION",
        details: { faults: [{ path: "launchedAt" }] },
      });
      expect(await database.client.activationMethod.count()).toBe(0);
    },
  );
});

describe("listActivationMethods", () => {
  it("lists drafts, then launches newest first, through any page size, once each", async () => {
    const launches = [
      "2026-05-01T00:00:00Z",
      undefined,
      "2026-07-01T00:00:00Z",
      "2026-05-01T00:00:00Z",
      undefined,
    ];
    for (const [index, launchedAt] of launches.entries()) {
      const body = { ...website, name: `M${index}` };
      await createActivationMethod(ctx, launchedAt === undefined ? body : { ...body, launchedAt });
      ctx.clock.advance(1000);
    }
    for (const limit of [1, 2, 3, 5, 50]) {
      const rows = await allPages((cursor) =>
        listActivationMethods(ctx, cursor === undefined ? { limit } : { limit, cursor }),
      );
      expect(rows.map(({ name }) => name)).toEqual(["M4", "M1", "M2", "M3", "M0"]);
    }
    activationMethodListShape.parse(await listActivationMethods(ctx, { limit: 2 }));
  });

  it("reads a scheduled method as launched once its time has come", async () => {
    await createActivationMethod(ctx, { ...website, launchedAt: "2026-06-01T10:00:00Z" });
    const state = async () => (await listActivationMethods(ctx, { limit: 50 })).data[0]?.state;
    expect(await state()).toBe("scheduled");
    ctx.clock.advance(3_600_000);
    expect(await state()).toBe("launched");
  });

  it("counts sources", async () => {
    const { id: first } = await createActivationMethod(ctx, website);
    await createActivationMethod(ctx, { ...website, name: "Other" });
    for (const key of ["a", "b"]) await createOptInSource(ctx, { key, name: key, activationMethodId: first });
    const { data } = await listActivationMethods(ctx, { limit: 50 });
    expect(data.map(({ name, sourceCount }) => [name, sourceCount])).toEqual([
      ["Other", 0],
      ["Checkout tick box", 2],
    ]);
  });

  it.each([["WyJub25zZW5zZSIsIngiXQ"], ["nonsense"], ["WyJhIl0"]])(
    "refuses the cursor %s",
    async (cursor) => {
      await expect(listActivationMethods(ctx, { limit: 2, cursor })).rejects.toMatchObject({
        code: "VALIDATION",
      });
    },
  );
});

describe("createOptInSource", () => {
  it("registers a place and writes who did it", async () => {
    const method = await createActivationMethod(ctx, website);
    const body = { key: "checkout-de", name: "Checkout DE", activationMethodId: method.id };
    const source = await createOptInSource(ctx, body);
    expect(optInSourceShape.parse(source)).toEqual(source);
    expect(source).toMatchObject({ ...body, activationMethodName: "Checkout tick box" });
    expect(
      await database.client.auditEntry.findMany({ where: { action: "opt-in-source.create" } }),
    ).toMatchObject([{ subject: source.id, detail: body }]);
  });

  it("names the method that is not there, also when it is another organization's", async () => {
    const other = testContext(database, { organizationId: "other" });
    const foreign = await createActivationMethod(other, website);
    for (const activationMethodId of ["none", foreign.id]) {
      await expect(createOptInSource(ctx, { key: "a", name: "A", activationMethodId })).rejects.toMatchObject(
        {
          code: "VALIDATION",
          details: { faults: [{ path: "activationMethodId" }] },
        },
      );
    }
    expect(await database.client.optInSource.count()).toBe(0);
  });

  it("lets one of several through with the same key, and another organization use it", async () => {
    const { id: activationMethodId } = await createActivationMethod(ctx, website);
    const outcomes = await Promise.allSettled(
      ["A", "B", "C"].map((name) => createOptInSource(ctx, { key: "same", name, activationMethodId })),
    );
    const refused = outcomes.filter((outcome) => outcome.status === "rejected");
    expect(refused).toMatchObject([{ reason: { code: "CONFLICT" } }, { reason: { code: "CONFLICT" } }]);
    expect(await database.client.optInSource.count()).toBe(1);
    expect(await database.client.auditEntry.count({ where: { action: "opt-in-source.create" } })).toBe(1);
    const other = testContext(database, { organizationId: "other" });
    const foreign = await createActivationMethod(other, website);
    await createOptInSource(other, { key: "same", name: "D", activationMethodId: foreign.id });
  });
});

describe("listOptInSources", () => {
  it("lists the newest first with the method's name, once each, and only one's own", async () => {
    const { id: activationMethodId } = await createActivationMethod(ctx, website);
    for (const key of ["a", "b", "c"]) {
      await createOptInSource(ctx, { key, name: key, activationMethodId });
      ctx.clock.advance(1000);
    }
    const rows = await allPages((cursor) =>
      listOptInSources(ctx, cursor === undefined ? { limit: 2 } : { limit: 2, cursor }),
    );
    expect(rows.map(({ key }) => key)).toEqual(["c", "b", "a"]);
    expect(rows[0]?.activationMethodName).toBe("Checkout tick box");
    optInSourceListShape.parse(await listOptInSources(ctx, { limit: 2 }));
    expect(
      (await listOptInSources(testContext(database, { organizationId: "other" }), { limit: 2 })).data,
    ).toEqual([]);
  });
});

describe("findLaunchMarks", () => {
  it("marks launches in the range that have happened", async () => {
    for (const [name, launchedAt] of [
      ["Before", "2026-04-30T23:59:59Z"],
      ["First", "2026-05-01T00:00:00Z"],
      ["Second", "2026-06-01T09:00:00Z"],
      ["Planned", "2026-06-02T00:00:00Z"],
    ] as const) {
      await createActivationMethod(ctx, { name, kind: "ivr", launchedAt });
    }
    await createActivationMethod(ctx, { name: "Draft", kind: "ivr" });
    const range = { from: new Date("2026-05-01T00:00:00Z"), to: new Date("2026-07-01T00:00:00Z") };
    expect(await findLaunchMarks(ctx, range)).toMatchObject([
      {
        kind: "launch",
        occurredAt: "2026-05-01T00:00:00.000Z",
        label: "Launched: First",
        href: expect.stringMatching(/^\/launches\/[0-9a-f]+$/) as string,
      },
      {
        kind: "launch",
        occurredAt: "2026-06-01T09:00:00.000Z",
        label: "Launched: Second",
        href: expect.stringMatching(/^\/launches\/[0-9a-f]+$/) as string,
      },
    ]);
    expect(await findLaunchMarks(ctx, { ...range, to: new Date("2026-06-01T09:00:00Z") })).toHaveLength(1);
  });
});

const verbs: { name: string; allowed: string[]; run: (ctx: ServiceContext) => Promise<unknown> }[] = [
  {
    name: "createActivationMethod",
    allowed: ["admin", "growth"],
    run: (one) => createActivationMethod(one, website),
  },
  {
    name: "createOptInSource",
    allowed: ["admin", "growth"],
    run: (one) => createOptInSource(one, { key: "k", name: "K", activationMethodId: "none" }),
  },
  {
    name: "listActivationMethods",
    allowed: [...roles],
    run: (one) => listActivationMethods(one, { limit: 1 }),
  },
  { name: "listOptInSources", allowed: [...roles], run: (one) => listOptInSources(one, { limit: 1 }) },
];

describe.each(verbs)("the right to $name", ({ allowed, run }) => {
  it.each([...roles])("%s", async (role) => {
    const outcome = await run(testContext(database, { role })).catch((error: unknown) => error);
    expect((outcome as { code?: string }).code === "FORBIDDEN").toBe(!allowed.includes(role));
  });
});
