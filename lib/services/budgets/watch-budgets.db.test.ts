import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Database } from "../../adapters/db/open-database.ts";
import { budgetDetailShape, budgetsQuery, budgetsShape } from "../../contracts/budgets.ts";
import { clearDatabase } from "../../testing/builders/clear-database.ts";
import { givenOrganization } from "../../testing/builders/people.ts";
import { testContext, testPorts, type TestPorts } from "../../testing/builders/service-context.ts";
import { tellCounts } from "../../testing/builders/told-counts.ts";
import { createTestDatabase } from "../../testing/setup/test-database.ts";
import { countCells } from "../cells/count-cells.ts";
import { mergeEntry } from "../registry/merge-entry.ts";
import { splitOffEntry } from "../registry/split-off-entry.ts";
import { getBudget } from "./get-budget.ts";
import { listBudgets } from "./list-budgets.ts";
import { setBudget } from "./set-budget.ts";
import { watchBudgets } from "./watch-budgets.ts";

const dayMs = 86_400_000;

let database: Database;
let ports: TestPorts;
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  await clearDatabase(database);
  ports = testPorts(database);
  await givenOrganization(database);
  await givenOrganization(database, "other");
});

/** The day under way. */
const today = () => Math.floor(ports.clock.now().getTime() / dayMs);
const context = (organizationId = "default", role: "admin" | "on-call" = "admin") =>
  testContext(database, { ports, organizationId, role });

interface Told {
  readonly day: number;
  readonly messages: number;
  readonly blocks: number;
}
/** Days until yesterday, the oldest first. */
const past = (...days: readonly (readonly [messages: number, blocks: number])[]): Told[] =>
  days.map(([messages, blocks], index) => ({ day: today() - days.length + index, messages, blocks }));
const times = (count: number, messages: number, blocks: number) =>
  new Array<readonly [number, number]>(count).fill([messages, blocks]);

async function tell(days: readonly Told[], source = "till", organizationId = "default") {
  await tellCounts(
    database,
    days.flatMap(({ day, messages, blocks }) => [
      { number: "n1", source, day, count: messages },
      { number: "n1", source, day, count: blocks, kind: "block" as const },
    ]),
    organizationId,
  );
  for (let worked = -1; worked !== 0;) worked = await countCells(ports);
}
/** As if the rest between two looks were over. */
async function watch() {
  await database.client.$executeRaw`update budget_subject set due_at = now() - interval '1 second'`;
  return watchBudgets(ports);
}
const list = async (query: object = {}, organizationId = "default") =>
  budgetsShape.parse(await listBudgets(context(organizationId), budgetsQuery.parse(query)));
const numberBudget = async () =>
  budgetDetailShape.parse(await getBudget(context(), { kind: "phone-number", id: "n1" }));
const sourceId = async (key: string) =>
  (await database.client.optInSource.findFirstOrThrow({ where: { key, organizationId: "default" } })).id;
const sourceBudget = async (key: string) =>
  budgetDetailShape.parse(await getBudget(context(), { kind: "opt-in-source", id: await sourceId(key) }));
/** A mark of all that is kept, but for when it was written. */
const everything = async () => {
  const orderBy = [{ kind: "asc" }, { key: "asc" }] as const;
  const omit = { updatedAt: true, detectedAt: true, foundAt: true } as const;
  const kept = await Promise.all([
    database.client.budgetState.findMany({ orderBy: [...orderBy], omit }),
    database.client.budgetStand.findMany({ orderBy: [...orderBy, { day: "asc" }] }),
  ]);
  return createHash("sha256").update(JSON.stringify(kept)).digest("hex");
};

describe("the budget of a number and its source", () => {
  it("is a quarter above what was usual, tells what is used of it, and calls a fast burn", async () => {
    await tell(past(...times(60, 1_000, 8), ...times(5, 1_000, 60)));
    await tell(past(...times(40, 1_000, 8)), "calm", "other");
    expect(await watch()).toBe(4);
    const { data, waiting } = await list();
    expect(waiting).toBe(0);
    expect(data.map(({ kind, name, burn }) => [kind, name, burn])).toEqual([
      ["opt-in-source", "source till", "fast"],
      ["phone-number", "number n1", "fast"],
    ]);
    const [, number] = data;
    expect(number).toMatchObject({ state: "counted", from: "own-history", events: 25 * 8 + 5 * 60 });
    // 8 of 1,000 and a quarter, over a little less: of the first days' messages, the feedback was not all due yet.
    expect(number!.allowedRate).toBeGreaterThan(0.0099);
    expect(number!.allowedRate).toBeLessThan(0.011);
    expect(number!.used).toBeCloseTo(500 / (30_000 * number!.allowedRate!), 2);
    expect(number!.usedInterval![0]).toBeLessThan(number!.used!);
    expect(number!.usedInterval![1]).toBeGreaterThan(number!.used!);
    expect(number!.summary).toContain("500 blocks, reports and opt-outs where 3");
    expect(number!.summary).toContain("Fast burn");
    expect((await list({ burn: "burning" }, "other")).data).toEqual([]);
    const { series } = await numberBudget();
    expect(series).toHaveLength(30);
    expect(series.at(-1)).toMatchObject({ messages: 1_000, events: 60, even: 0 });
    expect(series.at(-1)!.left).toBeCloseTo(1 - number!.used!, 9);
    // What comes in today waits for the end of the day.
    await tell([{ day: today(), messages: 500, blocks: 90 }]);
    expect(await watch()).toBe(0);
  });

  it("says that nobody knows what is usual in the first month, and that 30 silent days used nothing", async () => {
    await tell(past(...times(20, 1_000, 8)));
    await watch();
    expect(await numberBudget()).toMatchObject({ state: "no-budget", used: null, burn: null, series: [] });
    expect((await numberBudget()).summary).toContain("takes 28 days with messages");
    await clearDatabase(database);
    await givenOrganization(database);
    await tell(past(...times(40, 1_000, 8), ...times(20, 1_000, 60), ...times(50, 0, 0)));
    await watch();
    const silent = await numberBudget();
    expect(silent).toMatchObject({ state: "nothing-sent", used: null, burn: null });
    expect(silent.summary).toContain("sent nothing in the last 30 days");
  });

  it("does not follow a burn, however long it lasts, and ends when the rate is back", async () => {
    await tell(past(...times(60, 1_000, 8), ...times(120, 1_000, 20)));
    await watch();
    const lasting = await numberBudget();
    expect(lasting).toMatchObject({ burn: "slow" });
    expect(lasting.allowedRate).toBeLessThan(0.0108);
    await clearDatabase(database);
    await givenOrganization(database);
    await tell(past(...times(60, 1_000, 8), ...times(20, 1_000, 20), ...times(20, 1_000, 8)));
    await watch();
    expect(await numberBudget()).toMatchObject({ burn: "none", since: null });
  });
});

describe("facts in any order", () => {
  it("gives the same whether days come one by one, at once, or late and out of order", async () => {
    const days = past(...times(50, 1_000, 8), ...times(8, 1_000, 40), ...times(20, 1_000, 8));
    await tell(days);
    await watch();
    const atOnce = await everything();
    await clearDatabase(database);
    await givenOrganization(database);
    const present = ports.clock.now();
    for (const one of days) {
      ports.clock.current = new Date(one.day * dayMs + 20 * 3_600_000);
      await tell([one]);
      await watch();
    }
    ports.clock.current = present;
    await watch();
    expect(await everything()).toBe(atOnce);
    await clearDatabase(database);
    await givenOrganization(database);
    for (const part of [days.slice(60), days.slice(0, 20), days.slice(20, 60)]) {
      await tell(part);
      await watch();
    }
    expect(await everything()).toBe(atOnce);
  });

  it("counts merged sources together from their first day, and apart again when they are split off", async () => {
    await tell(past(...times(60, 1_000, 8)), "till");
    await tell(past(...times(40, 500, 20)), "kiosk");
    await watch();
    const apart = await everything();
    const [till, kiosk] = [await sourceId("till"), await sourceId("kiosk")];
    await mergeEntry(context(), "opt-in-source", kiosk, { into: till });
    await watch();
    expect(await sourceBudget("kiosk")).toMatchObject({ id: till, events: 30 * 28 });
    expect((await list({ kind: "opt-in-source" })).data).toHaveLength(1);
    await splitOffEntry(context(), "opt-in-source", kiosk);
    await watch();
    expect(await everything()).toBe(apart);
  });
});

it("judges what was counted before there were budgets: the migration marks it as if it came in now", async () => {
  await tell(past(...times(40, 1_000, 8), ...times(2, 0, 3)));
  await tell(past(...times(10, 100, 1)), "kiosk");
  await watch();
  const whole = await everything();
  for (const table of ["budget_subject", "budget_stand", "budget_state"]) {
    await database.executeSql(`delete from ${table}`);
  }
  const file = new URL(
    "../../../prisma/migrations/20261123094522_quality_budgets/migration.sql",
    import.meta.url,
  );
  const sql = readFileSync(file, "utf8");
  await database.executeSql(sql.slice(sql.indexOf("INSERT INTO")));
  expect(await watch()).toBe(3);
  expect(await everything()).toBe(whole);
});

describe("the allowed rate", () => {
  it("is set at once, with who and an audit entry, and taken back", async () => {
    await tell(past(...times(60, 1_000, 8)));
    await watch();
    const own = await everything();
    const asked = { kind: "phone-number", id: "n1" };
    await expect(
      setBudget(context("default", "on-call"), asked, { allowedRate: 0.004 }),
    ).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    const set = budgetDetailShape.parse(await setBudget(context(), asked, { allowedRate: 0.004 }));
    expect(set).toMatchObject({
      ...{ allowedRate: 0.004, from: "set-by-user", setBy: "Test admin", burn: "slow" },
      setAt: ports.clock.now().toISOString(),
    });
    expect(set.used).toBeCloseTo(2, 1);
    await setBudget(context(), asked, { allowedRate: 0.004 });
    await setBudget(context(), asked, { allowedRate: null });
    expect(await everything()).toBe(own);
    const entries = await database.client.auditEntry.findMany({ orderBy: { id: "asc" } });
    expect(entries).toMatchObject([
      { action: "budget.set", subject: "n1", detail: { allowedRate: 0.004, before: null } },
      { action: "budget.clear", subject: "n1", detail: { allowedRate: null, before: 0.004 } },
    ]);
  });

  it("may be set before anything is counted", async () => {
    await tell([{ day: today(), messages: 5, blocks: 0 }]);
    const id = await sourceId("till");
    const budget = await setBudget(context(), { kind: "opt-in-source", id }, { allowedRate: 0.01 });
    expect(budget).toMatchObject({ state: "not-judged", allowedRate: 0.01, from: "set-by-user", used: null });
  });
});

describe("who may see what", () => {
  it("answers 404 for what another organization has, and for what there is not", async () => {
    await tell(past(...times(60, 1_000, 8)));
    await watch();
    const id = await sourceId("till");
    for (const asked of [
      { kind: "phone-number", id: "n1" },
      { kind: "opt-in-source", id },
    ]) {
      const notThere = { code: "NOT_FOUND" };
      await expect(getBudget(context("other"), asked)).rejects.toMatchObject(notThere);
      await expect(setBudget(context("other"), asked, { allowedRate: 0.5 })).rejects.toMatchObject(notThere);
    }
    await expect(getBudget(context(), { kind: "campaign", id })).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect((await list({}, "other")).data).toEqual([]);
    expect(await database.client.allowedRate.count()).toBe(0);
  });

  it("shows nothing of a source with too few, its burn neither, and pages through the rest", async () => {
    await tell(past(...times(60, 1_000, 8)));
    await tell(past(...times(60, 1_000, 8), ...times(15, 0, 0), ...times(15, 1, 0)), "few");
    await database.client.organization.updateMany({ data: { smallGroupSize: 100 } });
    await watch();
    const few = await sourceBudget("few");
    expect(few).toMatchObject({
      state: "small-group",
      used: null,
      allowedRate: null,
      burn: null,
      series: [],
    });
    expect(few.summary).not.toMatch(/\d (of|negative)/);
    const pages: string[] = [];
    for (let cursor: string | null = ""; cursor !== null;) {
      const page: Awaited<ReturnType<typeof list>> = await list({
        limit: 1,
        ...(cursor === "" ? {} : { cursor }),
      });
      pages.push(...page.data.map(({ name }) => name));
      cursor = page.nextCursor;
    }
    expect(pages.sort()).toEqual(["number n1", "source few", "source till"]);
  });
});
