import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Database } from "../../adapters/db/open-database.ts";
import {
  consentGapsQuery,
  consentGapsShape,
  declaredListQuery,
  declaredListShape,
  sourceDeclaredShape,
} from "../../contracts/declared.ts";
import { updateOptInSourceBody } from "../../contracts/registry.ts";
import { clearDatabase } from "../../testing/builders/clear-database.ts";
import { givenOrganization } from "../../testing/builders/people.ts";
import {
  testContext,
  testPorts,
  type TestContext,
  type TestPorts,
} from "../../testing/builders/service-context.ts";
import { toldFacts } from "../../testing/builders/told-facts.ts";
import { createTestDatabase } from "../../testing/setup/test-database.ts";
import { countCells } from "../cells/count-cells.ts";
import { createActivationMethod } from "../registry/create-activation-method.ts";
import { createOptInSource } from "../registry/create-opt-in-source.ts";
import { listRegistryChanges } from "../registry/list-changes.ts";
import { mergeEntry } from "../registry/merge-entry.ts";
import { updateEntry } from "../registry/update-entry.ts";
import { getSourceDeclared } from "./get-source-declared.ts";
import { listConsentGaps } from "./list-consent-gaps.ts";
import { listDeclared } from "./list-declared.ts";

// The fake clock stands at 2026-06-01T09:00Z. Groups of fewer than five are small.
let database: Database;
let ports: TestPorts;
let ctx: TestContext;
let methodId: string;
let shopId: string;
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  await clearDatabase(database);
  ports = testPorts(database);
  ctx = testContext(database, { role: "growth", ports });
  await givenOrganization(database);
  await givenOrganization(database, "other");
  await database.client.organization.updateMany({ data: { smallGroupSize: 5 } });
  methodId = (await createActivationMethod(ctx, { name: "Checkout", kind: "website" })).id;
  shopId = (await source("shop")).id;
  await template("offer", "MARKETING");
  await template("receipt", "UTILITY");
});

const source = (key: string, owner = ctx, method = methodId) =>
  createOptInSource(owner, { key, name: `The ${key}`, activationMethodId: method });
const declare = (id: string, kinds: readonly string[] | null) =>
  updateEntry(
    ctx,
    "opt-in-source",
    id,
    updateOptInSourceBody.parse({ declaredKinds: kinds?.map((kind) => ({ kind })) ?? null }),
  );

async function template(name: string, category: string | null, language = "en_US"): Promise<string> {
  const id = `${name} ${language}`;
  const seen = {
    firstSeenAt: new Date("2026-01-01T00:00:00Z"),
    observedAt: new Date("2026-05-31T00:00:00Z"),
  };
  await database.client.messageTemplate.create({
    data: {
      organizationId: "default",
      id,
      wabaId: "w1",
      name,
      language,
      category,
      quickReplies: [],
      ...seen,
    },
  });
  return id;
}
async function categoryRead(
  id: string,
  at: string,
  fromValue: string | null,
  toValue: string,
): Promise<void> {
  await database.client.assetChange.create({
    data: {
      ...{
        organizationId: "default",
        subjectKind: "template",
        subjectId: id,
        id: `${id} ${at}`,
        field: "category",
      },
      ...{ fromValue, toValue, occurredAt: new Date(at), recordedAt: new Date(at), source: "poll" },
    },
  });
}

async function counted(): Promise<void> {
  for (let worked = -1; worked !== 0;) worked = await countCells(ports);
}
let sentSoFar = 0;
/** So many people opt in at a source and get one message each; a source of null: they opted in nowhere. */
async function sent(
  key: string | null,
  count: number,
  more: { template?: string; day?: string; number?: string; campaign?: string; negative?: number } = {},
): Promise<string[]> {
  const { day = "2026-05-20", negative = 0, ...rest } = more;
  const people = Array.from({ length: count }, () => `p${(sentSoFar += 1)}`);
  const facts = toldFacts(database);
  if (key !== null) {
    await facts.optIns(
      people.map((person) => ({ person, source: key, at: new Date("2026-04-01T00:00:00Z") })),
    );
  }
  await facts.messages(
    people.map((person) => ({ ...rest, id: `m ${person}`, person, at: new Date(`${day}T10:00:00Z`) })),
  );
  await facts.events(
    people.slice(0, negative).map((person) => ({
      ...{ id: `e ${person}`, kind: "report", person, at: new Date(`${day}T12:00:00Z`) },
    })),
  );
  await counted();
  return people;
}
const list = async (query: object = {}) =>
  declaredListShape.parse(await listDeclared(ctx, declaredListQuery.parse(query)));
const one = async (id = shopId, query: object = {}) =>
  sourceDeclaredShape.parse(await getSourceDeclared(ctx, id, query));
const rowsOf = ({ categories }: { categories: Awaited<ReturnType<typeof one>>["categories"] }) =>
  categories.map(({ category, unknown, messages, declared }) => [category ?? unknown, messages, declared]);

describe("what was declared against what was sent", () => {
  it("counts by category, and compares the kinds that were declared with the others", async () => {
    await declare(shopId, ["utility"]);
    await sent("shop", 60, { template: "receipt", negative: 6 });
    await sent("shop", 40, { template: "offer", negative: 12 });
    await sent("shop", 7, { template: "never read" });
    await sent("shop", 8);
    const dto = await one();
    expect(rowsOf(dto)).toEqual([
      ["marketing", 40, false],
      ["utility", 60, true],
      ["no-template", 8, null],
      ["not-read", 7, null],
    ]);
    expect(dto.outsideShare).toBeCloseTo(0.4, 12);
    // R: binom.test(40, 100)
    expect(dto.outsideInterval?.[0]).toBeCloseTo(0.3032948, 6);
    expect(dto.outsideInterval?.[1]).toBeCloseTo(0.5027908, 6);
    // 12 of 40 against 6 of 60.
    expect(dto.ratio?.ratio).toBeCloseTo(3, 12);
    expect(dto.ratio?.low).toBeGreaterThan(1);
    expect(dto).toMatchObject({
      finding: "outside",
      declaration: { by: "source", kinds: [{ kind: "utility", words: null }] },
      inside: { messages: 60, negative: 6 },
      outside: { messages: 40, negative: 12 },
    });
    expect(dto.categories[0]).toMatchObject({
      templates: [{ name: "offer", messages: 40 }],
      readLaterShare: 1,
    });
  });

  it("lets a method declare for its sources, and a source for itself", async () => {
    await database.client.activationMethod.updateMany({
      data: { declaredKinds: [{ kind: "marketing", words: "offers" }] },
    });
    await sent("shop", 60, { template: "offer" });
    expect(await one()).toMatchObject({
      finding: "within",
      declaration: { by: "method", kinds: [{ kind: "marketing", words: "offers" }] },
      outside: { messages: 0 },
      outsideShare: 0,
    });
    await declare(shopId, ["utility", "authentication"]);
    expect(await one()).toMatchObject({ finding: "outside", declaration: { by: "source" }, outsideShare: 1 });
    await declare(shopId, null);
    expect((await one()).finding).toBe("within");
  });

  it("says of a source that declares nothing just that, with what was sent", async () => {
    await sent("shop", 60, { template: "offer" });
    const dto = await one();
    expect(dto).toMatchObject({
      finding: "nothing-declared",
      declaration: null,
      inside: null,
      outside: null,
    });
    expect(rowsOf(dto)).toEqual([["marketing", 60, null]]);
    await declare(shopId, ["utility"]);
    expect(await one(shopId, { from: "2026-01-01", to: "2026-02-01" })).toMatchObject({
      finding: "no-messages",
      categories: [],
      outsideShare: null,
    });
  });

  it("marks only what is surely above 5 % of at least 50 messages, the worst first", async () => {
    for (const key of ["few", "open", "worst", "bad", "quiet"]) await source(key);
    for (const { id, key } of await database.client.optInSource.findMany()) {
      if (key !== "quiet") await declare(id, ["utility"]);
    }
    await sent("few", 40, { template: "offer" });
    await sent("open", 95, { template: "receipt" });
    await sent("open", 6, { template: "offer" });
    await sent("worst", 60, { template: "offer" });
    await sent("bad", 40, { template: "offer" });
    await sent("bad", 40, { template: "receipt" });
    await sent("quiet", 60, { template: "offer" });
    await sent(null, 60, { template: "offer" });
    const all = await list();
    expect(all.data.map(({ key, finding }) => `${key} ${finding}`)).toEqual([
      "worst outside",
      "bad outside",
      "few few",
      "open open",
      "quiet nothing-declared",
    ]);
    const first = await list({ limit: "2" });
    const rest = await list({ limit: "50", cursor: first.nextCursor });
    expect([...first.data, ...rest.data]).toEqual(all.data);
    await expect(list({ cursor: "bm9uZQ" })).rejects.toMatchObject({ code: "VALIDATION" });
  });

  it("takes the category that a template had when the day began", async () => {
    await declare(shopId, ["utility"]);
    await categoryRead("offer en_US", "2026-05-10T08:00:00Z", null, "UTILITY");
    await categoryRead("offer en_US", "2026-05-20T08:00:00Z", "UTILITY", "MARKETING");
    await sent("shop", 10, { template: "offer", day: "2026-05-05" });
    await sent("shop", 20, { template: "offer", day: "2026-05-15" });
    await sent("shop", 30, { template: "offer", day: "2026-05-20" });
    await sent("shop", 40, { template: "offer", day: "2026-05-21" });
    const { categories } = await one();
    expect(
      categories.map(({ category, messages, readLaterShare }) => [category, messages, readLaterShare]),
    ).toEqual([
      ["marketing", 40, 0],
      ["utility", 60, 10 / 60],
    ]);
  });

  it("does not guess between templates of one name with several categories", async () => {
    await declare(shopId, ["utility"]);
    await template("offer", "UTILITY", "de");
    await sent("shop", 60, { template: "offer" });
    const dto = await one();
    expect(rowsOf(dto)).toEqual([["differs", 60, null]]);
    expect(dto.finding).toBe("no-messages");
  });

  it("hides small groups, also from subtraction, and does not take them for none", async () => {
    await declare(shopId, ["utility"]);
    await sent("shop", 60, { template: "receipt" });
    await sent("shop", 3, { template: "offer" });
    const dto = await one();
    expect(rowsOf(dto)).toEqual([
      ["marketing", null, false],
      ["utility", 60, true],
    ]);
    expect(dto).toMatchObject({ finding: "hidden", outside: { suppressed: true, messages: null } });
    expect([dto.outsideShare, dto.outsideInterval, dto.ratio]).toEqual([null, null, null]);
    expect(dto.categories[0]?.templates).toEqual([{ name: "offer", messages: null }]);
  });

  it("counts late facts, what was merged in, and erased people", async () => {
    await declare(shopId, ["utility"]);
    const other = await source("old");
    const people = await sent("shop", 30, { template: "offer" });
    await sent("old", 30, { template: "offer", day: "2026-04-10" });
    expect((await one()).outside?.messages).toBe(30);
    await mergeEntry(ctx, "opt-in-source", other.id, { into: shopId });
    await updateEntry(ctx, "opt-in-source", shopId, { name: "The store" });
    await sent("shop", 5, { template: "offer", day: "2026-05-02" });
    const range = { from: "2026-03-01" };
    expect(await one(shopId, range)).toMatchObject({ name: "The store", outside: { messages: 65 } });
    expect(await one(other.id, range)).toMatchObject({ key: "shop", outside: { messages: 65 } });
    await database.client.$executeRaw`
      update exposure set contact = null, contact_key_version = null, erased = true
      where id = ${`m ${people[0] ?? ""}`}`;
    await counted();
    expect((await one(shopId, range)).outside?.messages).toBe(65);
  });

  it("keeps what was declared in the history of the source, and refuses what is no declaration", async () => {
    await declare(shopId, ["utility", "marketing"]);
    const { data } = await listRegistryChanges(ctx, "opt-in-source", shopId, { limit: 50 });
    expect(data[0]).toMatchObject({
      action: "changed",
      detail: {
        declaredKinds: {
          from: null,
          to: [
            { kind: "marketing", words: null },
            { kind: "utility", words: null },
          ],
        },
      },
    });
    const faults = (declaredKinds: unknown) =>
      updateOptInSourceBody.safeParse({ declaredKinds }).error?.issues.map(({ path }) => path.join("."));
    expect(faults([])).toEqual(["declaredKinds"]);
    expect(faults([{ kind: "utility" }, { kind: "utility" }])).toEqual(["declaredKinds.1.kind"]);
    expect(faults([{ kind: "adverts" }])).toEqual(["declaredKinds.0.kind"]);
  });

  it("knows nothing of another organization's sources", async () => {
    const foreign = testContext(database, { role: "growth", organizationId: "other", ports });
    await sent("shop", 60, { template: "offer" });
    await expect(getSourceDeclared(foreign, shopId, {})).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect((await listDeclared(foreign, declaredListQuery.parse({}))).data).toEqual([]);
    expect((await listConsentGaps(foreign, consentGapsQuery.parse({}))).data).toEqual([]);
  });
});

describe("messages without an opt-in and after a stop", () => {
  const gaps = async (query: object = {}) =>
    consentGapsShape.parse(await listConsentGaps(ctx, consentGapsQuery.parse(query)));
  const rows = async (by: string) =>
    (await gaps({ by })).data.map(({ key, messages, withoutOptIn, afterOptOut }) => [
      ...[key, messages, withoutOptIn, afterOptOut],
    ]);

  it("counts them by campaign, template and number, also once the people are erased", async () => {
    await sent("shop", 10, { template: "offer", campaign: "spring", number: "n1" });
    await sent(null, 30, { template: "offer", campaign: "spring", number: "n1" });
    await sent(null, 3, { template: "receipt", campaign: "summer", number: "n2" });
    const [person = ""] = await sent("shop", 20, { template: "receipt", campaign: "summer", number: "n2" });
    const facts = toldFacts(database);
    await facts.events([
      { id: "stop", kind: "opt_out", person, number: "n2", at: new Date("2026-05-21T10:00:00Z") },
    ]);
    const after = { person, campaign: "summer", number: "n2", template: "receipt" };
    await facts.messages([
      { ...after, id: "grace", at: new Date("2026-05-21T10:04:00Z") },
      { ...after, id: "late", at: new Date("2026-05-22T10:00:00Z") },
      { ...after, id: "bill", at: new Date("2026-05-22T11:00:00Z"), category: "utility" },
      { ...after, id: "other number", number: "n1", at: new Date("2026-05-22T12:00:00Z") },
    ]);
    await counted();
    // 20, the three without an opt-in, and three after the stop on n2 and one on n1.
    expect(await rows("campaign")).toEqual([
      ["summer", 27, null, 1],
      ["spring", 40, 30, 0],
    ]);
    expect(await rows("template")).toEqual([
      ["receipt", 27, null, 1],
      ["offer", 40, 30, 0],
    ]);
    expect(await rows("phoneNumberId")).toEqual([
      ["n2", 26, null, 1],
      ["n1", 41, 30, 0],
    ]);
    expect((await gaps()).total).toMatchObject({ messages: 40, withoutOptIn: 30, afterOptOut: 1 });
    expect((await gaps({ to: "2026-05-22" })).total.afterOptOut).toBe(0);
    await database.client.$executeRaw`update opt_out_watch set contact = null`;
    expect((await gaps()).total.afterOptOut).toBe(1);
  });
});
