import fc from "fast-check";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Database } from "../../adapters/db/open-database.ts";
import {
  registryDocumentShape,
  registryImportShape,
  type RegistryDocument,
} from "../../contracts/registry-document.ts";
import { clearDatabase } from "../../testing/builders/clear-database.ts";
import {
  testContext,
  testPorts,
  type TestContext,
  type TestPorts,
} from "../../testing/builders/service-context.ts";
import { createTestDatabase } from "../../testing/setup/test-database.ts";
import { createCampaign } from "./create-campaign.ts";
import { createActivationMethod } from "./create-activation-method.ts";
import { exportRegistry } from "./export-registry.ts";
import { importRegistry } from "./import-registry.ts";

// The fake clock stands at 2026-06-01T09:00Z.
let database: Database;
let ports: TestPorts;
let ctx: TestContext;
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  await clearDatabase(database);
  ports = testPorts(database);
  ctx = testContext(database, { role: "growth", ports });
});

const past = "2026-05-01T00:00:00.000Z";
const future = "2026-07-01T00:00:00.000Z";
function document(parts: Partial<RegistryDocument> = {}): RegistryDocument {
  return registryDocumentShape.parse({
    ...{
      format: "staygreen-registry",
      version: 1,
      methods: [],
      sources: [],
      campaigns: [],
      wordings: [],
      ...parts,
    },
  });
}
const method = {
  name: "Flyer",
  kind: "qr-code",
  owner: null,
  tags: [] as string[],
  ramp: null,
  declaredKinds: null,
} as const;
const launched = { ...method, state: "launched", launchedAt: past, plannedLaunchAt: null } as const;
const entry = {
  name: "Flyer",
  owner: null,
  tags: [] as string[],
  state: "registered",
  mergedInto: null,
} as const;
const source = { ...entry, key: "flyer", method: "Flyer", country: null, declaredKinds: null } as const;
const wording = {
  source: "flyer",
  version: 1,
  language: "de",
  text: "Ja",
  url: null,
  effectiveAt: past,
} as const;
const whole = () =>
  document({
    methods: [launched, { ...method, name: "SMS", state: "draft", launchedAt: null, plannedLaunchAt: null }],
    sources: [source, { ...source, key: "old", state: "merged", mergedInto: "flyer" }],
    campaigns: [{ ...entry, key: "may", state: "retired" }],
    wordings: [wording, { ...wording, version: 2, url: "https://shop.example/" }],
  });
const bringIn = async (given: RegistryDocument, dryRun = false, into = ctx) =>
  registryImportShape.parse(await importRegistry(into, given, { dryRun }));
const faultsOf = async (given: RegistryDocument) => {
  const dry = await bringIn(given, true);
  await expect(importRegistry(ctx, given, { dryRun: false })).rejects.toMatchObject({
    code: "VALIDATION",
    details: { faults: dry.faults },
  });
  return dry.faults.map(({ path, message }) => `${path} ${message}`);
};

describe("a registry as one document", () => {
  it("makes what is missing, with history and evidence, and does nothing the second time", async () => {
    const first = await bringIn(whole());
    expect(first).toMatchObject({ applied: true, left: 0, changed: [], faults: [] });
    expect(first.made.map(({ list, key }) => `${list} ${key}`)).toEqual([
      "methods Flyer",
      "methods SMS",
      "wordings flyer 1",
      "wordings flyer 2",
      "sources flyer",
      "sources old",
      "campaigns may",
    ]);
    expect(await exportRegistry(ctx)).toEqual(whole());
    const kinds = (await database.client.evidenceEntry.findMany({ orderBy: { sequence: "asc" } })).map(
      ({ kind }) => kind,
    );
    expect(kinds).toEqual(["move", "move", "wording", "wording"]);
    const audits = await database.client.auditEntry.count();
    expect(await bringIn(whole())).toEqual({ applied: true, made: [], changed: [], left: 7, faults: [] });
    expect(await database.client.auditEntry.count()).toBe(audits);
  });

  it("says in a dry run what would be, and stores nothing", async () => {
    const dry = await bringIn(whole(), true);
    expect(dry).toMatchObject({ applied: false, faults: [] });
    expect(dry.made).toHaveLength(7);
    expect(await exportRegistry(ctx)).toEqual(document());
    for (const count of [database.client.auditEntry.count(), database.client.evidenceEntry.count()]) {
      expect(await count).toBe(0);
    }
  });

  it("changes what differs, names the fields, and leaves what it does not name", async () => {
    await bringIn(whole());
    await createCampaign(ctx, { key: "june", name: "June" });
    const given = whole();
    const changed = await bringIn({
      ...given,
      methods: [{ ...launched, owner: "Ada", state: "held" }],
      sources: [{ ...source, name: "Big flyer", country: "DE", state: "retired" }],
    });
    expect(changed.changed).toEqual([
      { list: "methods", key: "Flyer", fields: ["owner", "state"] },
      { list: "sources", key: "flyer", fields: ["name", "country", "state"] },
    ]);
    const after = await exportRegistry(ctx);
    expect(after.methods.map(({ name, state }) => `${name} ${state}`)).toEqual(["Flyer held", "SMS draft"]);
    expect(after.campaigns.map(({ key }) => key)).toEqual(["june", "may"]);
  });

  it("makes nothing twice when it is brought in twice at once", async () => {
    await Promise.all([bringIn(whole()), bringIn(whole())]);
    expect(await exportRegistry(ctx)).toEqual(whole());
  });

  it("claims a key that data brought", async () => {
    await database.client.optInSource.create({
      data: {
        ...{ organizationId: "default", id: "seen", key: "flyer", name: "flyer", state: "unregistered" },
        ...{ createdAt: ctx.clock.now(), createdBy: "system" },
      },
    });
    expect((await exportRegistry(ctx)).sources).toEqual([]);
    await bringIn(document({ methods: [launched], sources: [source] }));
    expect(await database.client.optInSource.findMany()).toMatchObject([{ id: "seen", state: "registered" }]);
  });

  it("names every fault by row and field, and stores nothing of such a document", async () => {
    await bringIn(
      document({ methods: [{ ...launched, state: "retired" }], sources: [source], wordings: [wording] }),
    );
    const before = await exportRegistry(ctx);
    const faults = await faultsOf(
      document({
        methods: [
          { ...launched, launchedAt: "2026-05-02T00:00:00Z" },
          { ...launched, name: "New", launchedAt: null, state: "held" },
          { ...launched, name: "Fine" },
          { ...launched, name: "Fine" },
        ],
        sources: [
          { ...source, key: "a", method: "Nobody's" },
          { ...source, key: "b", method: null },
          { ...source, key: "c", method: "Fine", state: "merged", mergedInto: "nowhere" },
          { ...source, key: "d", method: "Fine", state: "merged", mergedInto: null },
        ],
        wordings: [
          { ...wording, text: "Nein" },
          { ...wording, version: 3 },
          { ...wording, source: "nowhere" },
        ],
      }),
    );
    expect(faults).toEqual([
      "methods.0.launchedAt cannot change: the method is retired",
      "methods.1 It is a draft: launch it first.",
      "methods.3.name stands in the document twice",
      "sources.0.method is no method of this document or the registry, or of more than one",
      "sources.1.method must be named for a source that is in use",
      "wordings.0.version is here with another text, and a version never changes",
      "wordings.1.version must be 2, the next of its source",
      "wordings.2.source is no source of this document or the registry",
      "sources.2.mergedInto is neither in this document nor in the registry",
      "sources.3.mergedInto must be named for what is merged, and only then",
    ]);
    expect(await exportRegistry(ctx)).toEqual(before);
  });

  it("does not guess which of two methods of one name is meant", async () => {
    for (const kind of ["sms", "paper"] as const) await createActivationMethod(ctx, { name: "Flyer", kind });
    expect(await faultsOf(document({ methods: [launched], sources: [source] }))).toEqual([
      "methods.0.name is the name of several methods here",
      "sources.0.method is no method of this document or the registry, or of more than one",
    ]);
  });

  it("stays within its organization and its rights", async () => {
    await bringIn(whole());
    const other = testContext(database, { organizationId: "other", role: "growth", ports });
    expect(await exportRegistry(other)).toEqual(document());
    const reader = testContext(database, { role: "executive", ports });
    expect(await exportRegistry(reader)).toEqual(whole());
    await expect(importRegistry(reader, whole(), { dryRun: true })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
  });

  it("comes out of an empty organization as it came out of the first, whatever is in it", async () => {
    const tags = fc.uniqueArray(fc.constantFrom("a", "b", "ü"), { maxLength: 3 });
    const owner = fc.constantFrom(null, "Ada");
    const names = ["Flyer", "Zürich 🌱", "a.b"];
    const methodOf = (name: string) =>
      fc
        .record({
          launch: fc.constantFrom(
            { state: "draft", launchedAt: null, plannedLaunchAt: null },
            { state: "draft", launchedAt: null, plannedLaunchAt: future },
            { state: "scheduled", launchedAt: future, plannedLaunchAt: null },
            { state: "scheduled", launchedAt: future, plannedLaunchAt: future },
            { state: "launched", launchedAt: past, plannedLaunchAt: future },
            { state: "held", launchedAt: past, plannedLaunchAt: null },
            { state: "retired", launchedAt: null, plannedLaunchAt: past },
            { state: "retired", launchedAt: past, plannedLaunchAt: null },
          ),
          ramp: fc.constantFrom(null, { unit: "opt-ins", steps: [{ fromDay: 0, amount: 10 }] }),
          ...{ owner, tags },
        })
        .map(({ launch, ...others }) => ({ name, kind: "sms", ...others, ...launch }));
    const entryOf = (key: string, main: string) =>
      fc
        .record({ state: fc.constantFrom("registered", "retired", "merged"), owner, tags })
        .map(({ state, ...others }) => ({
          ...{ key, name: `Name of ${key}`, ...others },
          state: key === main && state === "merged" ? "registered" : state,
          mergedInto: key !== main && state === "merged" ? main : null,
        }));
    const any = fc
      .record({
        methods: fc.tuple(...names.map(methodOf)),
        sources: fc.tuple(...["s1", "s2", "s3"].map((key) => entryOf(key, "s2"))),
        campaigns: fc.tuple(...["c1", "c2"].map((key) => entryOf(key, "c1"))),
        places: fc.array(fc.constantFrom(...names), { minLength: 3, maxLength: 3 }),
        country: fc.constantFrom(null, "IT"),
        wordings: fc.nat(3),
      })
      .map(({ sources, places, country, wordings, ...others }) =>
        registryDocumentShape.parse({
          ...{ format: "staygreen-registry", version: 1, ...others },
          sources: sources.map((one, at) => ({ ...one, method: places[at], country })),
          wordings: Array.from({ length: wordings }, (_, at) => ({
            ...wording,
            ...{ source: "s3", version: at + 1, text: `Ja ${at}` },
          })),
        }),
      );
    let round = 0;
    await fc.assert(
      fc.asyncProperty(any, async (given) => {
        round += 1;
        const [first, second] = ["from", "to"].map((name) =>
          testContext(database, { organizationId: `${name}-${round}`, role: "growth", ports }),
        );
        if (first === undefined || second === undefined) return;
        await bringIn(given, false, first);
        const exported = await exportRegistry(first);
        expect(await bringIn(exported, false, first)).toMatchObject({ made: [], changed: [] });
        await bringIn(exported, false, second);
        expect(await exportRegistry(second)).toEqual(exported);
        expect(new Set(exported.methods.map(({ name }) => name))).toEqual(new Set(names));
      }),
      { numRuns: 12, seed: 6 },
    );
  });

  it("carries what is declared there and back, and leaves it alone in a document from before", async () => {
    const kinds = [{ kind: "utility" as const, words: "order updates" }];
    const before = document({
      methods: [{ ...launched, declaredKinds: [{ kind: "marketing", words: null }] }],
      sources: [{ ...source, declaredKinds: kinds }],
    });
    await importRegistry(ctx, before, { dryRun: false });
    const out = await exportRegistry(ctx);
    expect([out.methods[0]?.declaredKinds, out.sources[0]?.declaredKinds]).toEqual([
      [{ kind: "marketing", words: null }],
      kinds,
    ]);
    expect(await importRegistry(ctx, out, { dryRun: false })).toMatchObject({ made: [], changed: [] });
    const old = document({
      methods: [{ ...launched, declaredKinds: undefined }],
      sources: [{ ...source, declaredKinds: undefined }],
    });
    expect(await importRegistry(ctx, old, { dryRun: false })).toMatchObject({ changed: [] });
    const cleared = document({ methods: [launched], sources: [source] });
    expect(await importRegistry(ctx, cleared, { dryRun: false })).toMatchObject({
      changed: [{ fields: ["declaredKinds"] }, { fields: ["declaredKinds"] }],
    });
    expect((await exportRegistry(ctx)).sources[0]?.declaredKinds).toBeNull();
  });
});
