import { beforeAll, beforeEach, expect, it } from "vitest";
import type { Database } from "../../adapters/db/open-database.ts";
import { cellsQuery, cellsShape, type CellDimension, type CellDto } from "../../contracts/cells.ts";
import { seededRandom } from "../../sandbox/seeded-random.ts";
import { clearDatabase } from "../../testing/builders/clear-database.ts";
import { givenOrganization } from "../../testing/builders/people.ts";
import { testContext, testPorts, type TestPorts } from "../../testing/builders/service-context.ts";
import { tellCounts, type ToldCount } from "../../testing/builders/told-counts.ts";
import { createTestDatabase } from "../../testing/setup/test-database.ts";
import { createActivationMethod } from "../registry/create-activation-method.ts";
import { createCampaign } from "../registry/create-campaign.ts";
import { createOptInSource } from "../registry/create-opt-in-source.ts";
import { mergeEntry } from "../registry/merge-entry.ts";
import { countCells } from "./count-cells.ts";
import { listCells } from "./list-cells.ts";

const dayMs = 86_400_000;
const hourMs = 3_600_000;

let database: Database;
let ports: TestPorts;
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  await clearDatabase(database);
  ports = testPorts(database);
  await givenOrganization(database);
});

const context = () => testContext(database, { ports });
const today = () => Math.floor(ports.clock.now().getTime() / dayMs);
const list = async (query: object) => cellsShape.parse(await listCells(context(), cellsQuery.parse(query)));

const sources = ["checkout", "checkout-old", "flyer", "till", "nobodys"];
const campaigns = ["spring", "spring-2", "news"];

/** Sources of two methods and of none, one source and one campaign merged into another. @returns what each key counts as. */
async function givenRegistry() {
  const ctx = context();
  const web = await createActivationMethod(ctx, { name: "Web", kind: "website" });
  const paper = await createActivationMethod(ctx, { name: "Paper", kind: "paper" });
  const methodOf = { checkout: web.id, "checkout-old": paper.id, flyer: paper.id, till: paper.id };
  const ids = new Map<string, string>();
  for (const [key, activationMethodId] of Object.entries(methodOf))
    ids.set(key, (await createOptInSource(ctx, { key, name: key, activationMethodId })).id);
  for (const key of campaigns) ids.set(key, (await createCampaign(ctx, { key, name: key })).id);
  await mergeEntry(ctx, "opt-in-source", ids.get("checkout-old") ?? "", { into: ids.get("checkout") ?? "" });
  await mergeEntry(ctx, "campaign", ids.get("spring-2") ?? "", { into: ids.get("spring") ?? "" });
  const source = (key: string) => (key === "checkout-old" ? "checkout" : key);
  return {
    source,
    campaign: (key: string) => (key === "spring-2" ? "spring" : key),
    method: (key: string) => (key === "nobodys" ? null : source(key) === "checkout" ? web.id : paper.id),
  };
}

function drawCounts(seed: number): ToldCount[] {
  const random = seededRandom(seed);
  const one = <T>(from: readonly T[]) => from[Math.floor(random() * from.length)]!;
  return Array.from({ length: 120 }, () => {
    const place = {
      number: one(["n1", "n2"]),
      day: today() - 1 - Math.floor(random() * 40),
      source: one(sources),
      campaign: one(campaigns),
      template: one(["t1", "t2"]),
    };
    const count = 1 + Math.floor(random() * 30);
    return random() < 0.7
      ? { ...place, count }
      : { ...place, kind: one(["block", "opt_out", "report"]), count };
  });
}

it("groups by any dimensions as counting the told facts one by one does, merges and methods resolved, page by page", async () => {
  const counted = await givenRegistry();
  await database.client.organization.updateMany({ data: { smallGroupSize: 1 } });
  const told = drawCounts(7);
  await tellCounts(database, told, "default");
  for (let worked = -1; worked !== 0;) worked = await countCells(ports);
  const dayText = (day: number) => new Date(day * dayMs).toISOString().slice(0, 10);
  const wordOf: Partial<Record<CellDimension, (one: ToldCount) => string | null>> = {
    phoneNumberId: (one) => one.number,
    source: (one) => counted.source(one.source ?? ""),
    campaign: (one) => counted.campaign(one.campaign ?? ""),
    template: (one) => one.template ?? null,
    method: (one) => counted.method(one.source ?? ""),
    day: (one) => dayText(one.day),
  };
  const groupings: CellDimension[][] = [
    [],
    ["source"],
    ["method"],
    ["campaign", "method"],
    ["source", "method", "phoneNumberId"],
    ["day", "source"],
    ["template", "campaign"],
    ["source", "campaign", "template", "phoneNumberId", "day"],
  ];
  // Ranges that begin and end within weeks and days.
  const ranges = [
    { from: new Date((today() - 45) * dayMs).toISOString(), to: new Date(today() * dayMs).toISOString() },
    {
      from: new Date((today() - 31) * dayMs).toISOString(),
      to: new Date((today() - 2) * dayMs).toISOString(),
    },
  ];
  for (const range of ranges) {
    const inRange = told.filter(
      ({ day }) => day * dayMs >= Date.parse(range.from) && day * dayMs + 12 * hourMs < Date.parse(range.to),
    );
    for (const by of groupings) {
      const expected = new Map<
        string,
        { exposures: number; block: number; opt_out: number; report: number }
      >();
      for (const one of inRange) {
        const name = JSON.stringify(by.map((dimension) => wordOf[dimension]?.(one) ?? null));
        const group = expected.get(name) ?? { exposures: 0, block: 0, opt_out: 0, report: 0 };
        expected.set(name, group);
        const kind = (one.kind ?? "exposures") as keyof typeof group;
        group[kind] += one.count;
      }
      const rows: CellDto[] = [];
      for (let cursor: string | null | undefined; cursor !== null;) {
        const page = await list({ ...range, by: by.join(","), limit: 7, ...(cursor ? { cursor } : {}) });
        rows.push(...page.data);
        cursor = page.nextCursor;
      }
      const found = new Map(
        rows.map((row) => [
          JSON.stringify(by.map((dimension) => row[dimension] ?? null)),
          {
            exposures: row.exposures,
            block: row.signals?.block,
            opt_out: row.signals?.opt_out,
            report: row.signals?.report,
          },
        ]),
      );
      expect(found.size, by.join()).toBe(rows.length);
      expect(Object.fromEntries(found), by.join()).toEqual(Object.fromEntries(expected));
      if (!by.includes("day")) {
        const sizes = rows.map(({ exposures }) => exposures ?? 0);
        expect(sizes, by.join()).toEqual([...sizes].sort((a, b) => b - a));
      } else {
        const days = rows.map(({ day }) => day ?? "");
        expect(days, by.join()).toEqual([...days].sort());
      }
    }
  }
});

it("answers no row where nothing was sent, and refuses a cursor of another list", async () => {
  expect((await list({ by: "source" })).data).toEqual([]);
  expect((await list({ by: "" })).data).toEqual([]);
  await expect(list({ by: "source", cursor: "x" })).rejects.toMatchObject({ code: "VALIDATION" });
});
