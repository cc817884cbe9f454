import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Database } from "../../adapters/db/open-database.ts";
import { loadRegistryNames } from "../../adapters/db/registry-names.ts";
import {
  campaignShape,
  optInSourceShape,
  registryChangeListShape,
  sourceWordingListShape,
} from "../../contracts/registry.ts";
import { roles } from "../../core/access/rights.ts";
import type { EntryKind } from "../../core/registry/entry-state.ts";
import { clearDatabase } from "../../testing/builders/clear-database.ts";
import { testContext, type TestContext } from "../../testing/builders/service-context.ts";
import { createTestDatabase } from "../../testing/setup/test-database.ts";
import type { ServiceContext } from "../context.ts";
import { addSourceWording } from "./add-wording.ts";
import { claimEntry } from "./claim-entry.ts";
import { createActivationMethod } from "./create-activation-method.ts";
import { createCampaign } from "./create-campaign.ts";
import { createOptInSource } from "./create-opt-in-source.ts";
import { getEntry } from "./get-entry.ts";
import { listCampaigns } from "./list-campaigns.ts";
import { listRegistryChanges } from "./list-changes.ts";
import { listOptInSources } from "./list-opt-in-sources.ts";
import { listSourceWordings } from "./list-wordings.ts";
import { mergeEntry } from "./merge-entry.ts";
import { moveActivationMethod } from "./move-activation-method.ts";
import { retireEntry } from "./retire-entry.ts";
import { splitOffEntry } from "./split-off-entry.ts";
import { updateActivationMethod } from "./update-activation-method.ts";
import { updateEntry } from "./update-entry.ts";

// The fake clock stands at 2026-06-01T09:00Z.
let database: Database;
let ctx: TestContext;
let methodId: string;
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  await clearDatabase(database);
  ctx = testContext(database, { role: "growth" });
  methodId = (await createActivationMethod(ctx, { name: "Tick box", kind: "website" })).id;
});

/** As the cells loop writes it when data names a key that nobody has registered. */
async function arrive(kind: EntryKind, key: string, organizationId = ctx.organizationId): Promise<string> {
  const createdAt = ctx.clock.now();
  const id = ctx.random.id(createdAt);
  const data = { organizationId, id, key, name: key, state: "unregistered", createdAt, createdBy: "data" };
  if (kind === "campaign") await database.client.campaign.create({ data });
  else await database.client.optInSource.create({ data });
  return id;
}

async function history(kind: EntryKind, id: string) {
  return registryChangeListShape.parse(await listRegistryChanges(ctx, kind, id, { limit: 50 })).data;
}

function source(key: string, activationMethodId = methodId) {
  return createOptInSource(ctx, { key, name: key.toUpperCase(), activationMethodId });
}

const sourceRows = () => database.client.optInSource.findMany({ orderBy: { id: "asc" } });

describe("a key that data brought", () => {
  it("is listed as unregistered, without a method, until it is claimed", async () => {
    const id = await arrive("opt-in-source", "Flyer Juni/2026");
    await source("checkout-de");
    const { data } = await listOptInSources(ctx, { limit: 50, state: "unregistered" });
    expect(data).toMatchObject([
      { id, key: "Flyer Juni/2026", activationMethodId: null, activationMethodName: null },
    ]);
    optInSourceShape.parse(data[0]);
    const claimed = await claimEntry(ctx, "opt-in-source", id, {
      name: "Flyer",
      owner: "Ada",
      tags: ["print"],
      activationMethodId: methodId,
    });
    expect(claimed).toMatchObject({
      id,
      key: "Flyer Juni/2026",
      name: "Flyer",
      owner: "Ada",
      tags: ["print"],
      state: "registered",
      activationMethodName: "Tick box",
    });
    expect(await getEntry(ctx, "opt-in-source", id)).toEqual(claimed);
    expect((await history("opt-in-source", id))[0]).toMatchObject({
      action: "claimed",
      actorName: ctx.actor.name,
    });
    expect(
      await database.client.auditEntry.findFirst({ where: { action: "opt-in-source.claim" } }),
    ).toMatchObject({
      subject: id,
      detail: { owner: "Ada", activationMethodId: methodId },
    });
  });

  it("is claimed by registering it: the same entry, and no second one", async () => {
    const id = await arrive("opt-in-source", "Checkout");
    expect(await source("Checkout")).toMatchObject({ id, name: "CHECKOUT", state: "registered" });
    await expect(source("Checkout")).rejects.toMatchObject({ code: "CONFLICT" });
    const campaign = await arrive("campaign", "spring");
    const claimed = await createCampaign(ctx, { key: "spring", name: "Spring", owner: "Bo" });
    expect(campaignShape.parse(claimed)).toMatchObject({ id: campaign, name: "Spring", owner: "Bo" });
    expect(claimed).not.toHaveProperty("activationMethodId");
    expect(await database.client.optInSource.count()).toBe(1);
    expect(await database.client.campaign.count()).toBe(1);
  });

  it("goes to one of several who claim it at once", async () => {
    const id = await arrive("opt-in-source", "flyer");
    const outcomes = await Promise.allSettled([
      claimEntry(ctx, "opt-in-source", id, { name: "A", activationMethodId: methodId }),
      source("flyer"),
      claimEntry(ctx, "opt-in-source", id, { name: "B", activationMethodId: methodId }),
    ]);
    const refused = outcomes.filter((outcome) => outcome.status === "rejected");
    expect(refused).toMatchObject([{ reason: { code: "CONFLICT" } }, { reason: { code: "CONFLICT" } }]);
    expect((await history("opt-in-source", id)).map(({ action }) => action)).toEqual(["claimed"]);
  });

  it("keeps its key as name when none is given, and needs a method that is registered here", async () => {
    const id = await arrive("opt-in-source", "flyer");
    await expect(claimEntry(ctx, "opt-in-source", id, { activationMethodId: "none" })).rejects.toMatchObject({
      code: "VALIDATION",
      details: { faults: [{ path: "activationMethodId" }] },
    });
    expect(await claimEntry(ctx, "opt-in-source", id, { activationMethodId: methodId })).toMatchObject({
      name: "flyer",
    });
  });
});

describe("updateEntry", () => {
  it("renames, moves to another method and logs both; the key stays", async () => {
    const { id } = await source("checkout");
    const other = await createActivationMethod(ctx, { name: "Flyers", kind: "paper" });
    const changed = await updateEntry(ctx, "opt-in-source", id, {
      name: "Checkout DE",
      activationMethodId: other.id,
    });
    expect(changed).toMatchObject({ key: "checkout", name: "Checkout DE", activationMethodName: "Flyers" });
    const [moved, renamed] = await history("opt-in-source", id);
    expect(renamed).toMatchObject({
      action: "renamed",
      detail: { name: { from: "CHECKOUT", to: "Checkout DE" } },
    });
    expect(moved).toMatchObject({
      action: "changed",
      detail: { activationMethodId: { from: methodId, to: other.id } },
    });
    await expect(updateEntry(ctx, "opt-in-source", id, { activationMethodId: "none" })).rejects.toMatchObject(
      { code: "VALIDATION" },
    );
  });

  it("says in which country a source is, logs it, and no longer says it when it is taken back", async () => {
    const { id, country } = await source("checkout");
    expect(country).toBeNull();
    expect(await updateEntry(ctx, "opt-in-source", id, { country: "DE" })).toMatchObject({ country: "DE" });
    expect(await updateEntry(ctx, "opt-in-source", id, { owner: "Ada" })).toMatchObject({ country: "DE" });
    expect(
      (await loadRegistryNames(database.client, ctx.organizationId)).sources.get("checkout"),
    ).toMatchObject({
      country: "DE",
    });
    expect(await updateEntry(ctx, "opt-in-source", id, { country: null })).toMatchObject({ country: null });
    const changes = (await history("opt-in-source", id)).map(({ detail }) => detail["country"]);
    expect(changes).toContainEqual({ from: "DE", to: null });
    const fresh = await createOptInSource(ctx, {
      key: "till-es",
      name: "Till",
      activationMethodId: methodId,
      country: "ES",
    });
    expect(fresh.country).toBe("ES");
  });
});

describe("mergeEntry and splitOffEntry", () => {
  it.each(["registered", "unregistered", "retired"])(
    "splitting off brings back exactly what was before: %s",
    async (state) => {
      const target = await source("checkout");
      let id: string;
      if (state === "unregistered") id = await arrive("opt-in-source", "chekout");
      else id = (await source("chekout")).id;
      if (state === "retired") await retireEntry(ctx, "opt-in-source", id);
      const before = await sourceRows();
      const merged = await mergeEntry(ctx, "opt-in-source", id, { into: target.id });
      expect(merged).toMatchObject({ state: "merged", mergedInto: { id: target.id, key: "checkout" } });
      expect(await getEntry(ctx, "opt-in-source", target.id)).toMatchObject({
        mergedEntries: [{ id, key: "chekout" }],
      });
      await splitOffEntry(ctx, "opt-in-source", id);
      const without = (rows: Awaited<ReturnType<typeof sourceRows>>) =>
        rows.map((row) => ({ ...row, updatedAt: null }));
      expect(without(await sourceRows())).toEqual(without(before));
      expect((await history("opt-in-source", id)).slice(0, 2).map(({ action }) => action)).toEqual([
        "split-off",
        "merged",
      ]);
      expect((await history("opt-in-source", target.id)).slice(0, 2)).toMatchObject([
        { action: "split-off", detail: { entry: { key: "chekout" } } },
        { action: "merged", detail: { from: { key: "chekout" } } },
      ]);
    },
  );

  it("refuses itself, a merged one, another organization's, and a second merge", async () => {
    const [a, b, c] = [await source("a"), await source("b"), await source("c")];
    const foreign = await arrive("opt-in-source", "a", "other");
    await mergeEntry(ctx, "opt-in-source", b.id, { into: c.id });
    for (const [into, message] of [
      [a.id, "must be another entry than this one"],
      [b.id, "is itself merged into another"],
      [foreign, "is not a known opt-in source"],
      ["none", "is not a known opt-in source"],
    ] as const) {
      await expect(mergeEntry(ctx, "opt-in-source", a.id, { into })).rejects.toMatchObject({
        code: "VALIDATION",
        details: { faults: [{ path: "into", message: expect.stringContaining(message) as unknown }] },
      });
    }
    await expect(mergeEntry(ctx, "opt-in-source", b.id, { into: a.id })).rejects.toMatchObject({
      code: "CONFLICT",
    });
    await expect(splitOffEntry(ctx, "opt-in-source", a.id)).rejects.toMatchObject({ code: "CONFLICT" });
  });

  it("does nothing else to a merged entry until it is split off", async () => {
    const [a, b] = [await source("a"), await source("b")];
    await mergeEntry(ctx, "opt-in-source", a.id, { into: b.id });
    const wording = { language: "de", text: "Ja", effectiveAt: "2026-05-01T00:00:00Z" };
    for (const attempt of [
      () => updateEntry(ctx, "opt-in-source", a.id, { name: "X" }),
      () => retireEntry(ctx, "opt-in-source", a.id),
      () => addSourceWording(ctx, a.id, wording),
      () => claimEntry(ctx, "opt-in-source", a.id, { activationMethodId: methodId }),
      () => source("a"),
    ]) {
      await expect(attempt()).rejects.toMatchObject({ code: "CONFLICT" });
    }
  });

  it("makes no circle when entries are merged into each other at once", async () => {
    const campaigns = await Promise.all(
      ["a", "b", "c"].map((key) => createCampaign(ctx, { key, name: key })),
    );
    const [a, b, c] = campaigns.map(({ id }) => id) as [string, string, string];
    const outcomes = await Promise.allSettled([
      mergeEntry(ctx, "campaign", a, { into: b }),
      mergeEntry(ctx, "campaign", b, { into: c }),
      mergeEntry(ctx, "campaign", c, { into: a }),
    ]);
    // Of three in a ring one must be refused, or more when a chain was begun at its end.
    expect(outcomes.filter(({ status }) => status === "fulfilled").length).toBeGreaterThanOrEqual(1);
    const rows = await database.client.campaign.findMany();
    expect(rows.some(({ state }) => state === "registered")).toBe(true);
    const { campaigns: names } = await loadRegistryNames(database.client, ctx.organizationId);
    for (const { canonicalKey } of names.values()) {
      expect(names.get(canonicalKey)).toMatchObject({ key: canonicalKey, state: "registered" });
    }
  });
});

describe("loadRegistryNames", () => {
  it("names every key by what stands for it now, through chains, and again after a split", async () => {
    await updateActivationMethod(ctx, methodId, { launchedAt: "2026-05-01T00:00:00Z" });
    const [a, b, c] = [await arrive("opt-in-source", "a"), await source("b"), await source("c")];
    await arrive("opt-in-source", "elsewhere", "other");
    await mergeEntry(ctx, "opt-in-source", a, { into: b.id });
    await mergeEntry(ctx, "opt-in-source", b.id, { into: c.id });
    const read = async () => (await loadRegistryNames(database.client, ctx.organizationId)).sources;
    const together = await read();
    expect([...together.values()].map(({ key, canonicalKey }) => [key, canonicalKey]).sort()).toEqual([
      ["a", "c"],
      ["b", "c"],
      ["c", "c"],
    ]);
    expect(together.get("a")).toEqual({
      id: c.id,
      key: "a",
      name: "C",
      state: "registered",
      owner: null,
      tags: [],
      canonicalKey: "c",
      methodId,
      methodName: "Tick box",
      methodKind: "website",
      launchedAt: new Date("2026-05-01T00:00:00Z"),
      country: null,
      declaration: null,
    });
    await splitOffEntry(ctx, "opt-in-source", b.id);
    const apart = await read();
    expect(apart.get("a")).toMatchObject({ canonicalKey: "b", name: "B" });
    await splitOffEntry(ctx, "opt-in-source", a);
    expect((await read()).get("a")).toMatchObject({
      canonicalKey: "a",
      state: "unregistered",
      methodId: null,
    });
  });
});

describe("wordings", () => {
  it("counts versions from 1, also when two are added at once, and lists the newest first", async () => {
    const { id } = await source("checkout");
    const add = (text: string) =>
      addSourceWording(ctx, id, {
        language: "de",
        text,
        url: "https://shop.example/checkout",
        effectiveAt: "2026-05-01T00:00:00Z",
      });
    expect((await add("Ja")).version).toBe(1);
    const both = await Promise.all([add("Ja, gern"), add("Ja, bitte")]);
    expect(both.map(({ version }) => version).sort()).toEqual([2, 3]);
    const first = sourceWordingListShape.parse(await listSourceWordings(ctx, id, { limit: 2 }));
    expect(first.data.map(({ version }) => version)).toEqual([3, 2]);
    const rest = await listSourceWordings(ctx, id, { limit: 2, cursor: first.nextCursor ?? "" });
    expect(rest).toMatchObject({ data: [{ version: 1, text: "Ja", language: "de" }], nextCursor: null });
    expect((await history("opt-in-source", id)).filter(({ action }) => action === "wording")).toHaveLength(3);
  });
});

describe("lists", () => {
  it("finds by part of name or key in any case, by state and by method, page by page", async () => {
    const other = await createActivationMethod(ctx, { name: "Flyers", kind: "paper" });
    await source("Checkout-DE");
    await source("flyer_50%", other.id);
    await arrive("opt-in-source", "checkout-at");
    const keys = async (filter: Omit<Parameters<typeof listOptInSources>[1], "limit">) =>
      (await listOptInSources(ctx, { limit: 50, ...filter })).data.map(({ key }) => key);
    expect(await keys({ q: "CHECKOUT" })).toEqual(["checkout-at", "Checkout-DE"]);
    expect(await keys({ q: "%" })).toEqual(["flyer_50%"]);
    expect(await keys({ q: "checkout", state: "registered" })).toEqual(["Checkout-DE"]);
    expect(await keys({ activationMethodId: other.id })).toEqual(["flyer_50%"]);
    const first = await listOptInSources(ctx, { limit: 1, q: "checkout" });
    expect(await keys({ q: "checkout", cursor: first.nextCursor ?? "" })).toEqual(["Checkout-DE"]);
    await arrive("campaign", "spring");
    expect((await listCampaigns(ctx, { limit: 1 })).data).toMatchObject([
      { key: "spring", state: "unregistered" },
    ]);
  });
});

describe("F66 another organization's entries", () => {
  it.each(["opt-in-source", "campaign"] as const)("%s: not found, whatever is asked", async (kind) => {
    const id = await arrive(kind, "x", "other");
    const mine = await arrive(kind, "y");
    for (const attempt of [
      () => getEntry(ctx, kind, id),
      () => updateEntry(ctx, kind, id, { name: "Mine" }),
      () => claimEntry(ctx, kind, id, { activationMethodId: methodId }),
      () => mergeEntry(ctx, kind, id, { into: mine }),
      () => splitOffEntry(ctx, kind, id),
      () => retireEntry(ctx, kind, id),
      () => listRegistryChanges(ctx, kind, id, { limit: 1 }),
      ...(kind === "campaign" ? [] : [() => listSourceWordings(ctx, id, { limit: 1 })]),
    ]) {
      await expect(attempt()).rejects.toMatchObject({ code: "NOT_FOUND" });
    }
  });
});

const page = { limit: 1 };
const wording = { language: "de", text: "Ja", effectiveAt: "2026-05-01T00:00:00Z" };
const verbs: { name: string; writes: boolean; run: (ctx: ServiceContext) => Promise<unknown> }[] = [
  { name: "get", writes: false, run: (one) => getEntry(one, "campaign", "x") },
  { name: "list campaigns", writes: false, run: (one) => listCampaigns(one, page) },
  { name: "list changes", writes: false, run: (one) => listRegistryChanges(one, "campaign", "x", page) },
  { name: "list wordings", writes: false, run: (one) => listSourceWordings(one, "x", page) },
  { name: "create a campaign", writes: true, run: (one) => createCampaign(one, { key: "k", name: "K" }) },
  { name: "update", writes: true, run: (one) => updateEntry(one, "campaign", "x", {}) },
  { name: "claim", writes: true, run: (one) => claimEntry(one, "campaign", "x", {}) },
  { name: "merge", writes: true, run: (one) => mergeEntry(one, "campaign", "x", { into: "y" }) },
  { name: "split off", writes: true, run: (one) => splitOffEntry(one, "campaign", "x") },
  { name: "retire", writes: true, run: (one) => retireEntry(one, "campaign", "x") },
  { name: "add a wording", writes: true, run: (one) => addSourceWording(one, "x", wording) },
  { name: "move a method", writes: true, run: (one) => moveActivationMethod(one, "x", "retire") },
  { name: "update a method", writes: true, run: (one) => updateActivationMethod(one, "x", {}) },
];

describe.each(verbs)("the right to $name", ({ writes, run }) => {
  it.each([...roles])("%s", async (role) => {
    const outcome = await run(testContext(database, { role })).catch((error: unknown) => error);
    const isAllowed = !writes || role === "admin" || role === "growth";
    expect((outcome as { code?: string }).code === "FORBIDDEN").toBe(!isAllowed);
  });
});
