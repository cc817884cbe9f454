import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Database } from "../../adapters/db/open-database.ts";
import type { GraphDouble } from "../../sandbox/graph-double.ts";
import { clearDatabase } from "../../testing/builders/clear-database.ts";
import { readNow } from "../../testing/builders/due-reads.ts";
import { givenConnection, pollOnce } from "../../testing/builders/given-connection.ts";
import { givenGraph, graphPorts } from "../../testing/builders/graph-ports.ts";
import type { TestPorts } from "../../testing/builders/service-context.ts";
import { createTestDatabase } from "../../testing/setup/test-database.ts";

const dayMs = 86_400_000;

let database: Database;
let ports: TestPorts;
let graph: GraphDouble;
let place: { organizationId: string; connectionId: string };
let wabaId: string;
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  await clearDatabase(database);
  ports = graphPorts(database);
  graph = await givenGraph(ports, { wabas: 1 });
  // Template analytics are not offered in Germany, where the double's accounts are by default.
  wabaId = graph.world.portfolios[0]!.wabas[0]!.id;
  graph.world.changeWaba(wabaId, { country: "US" });
  place = await givenConnection(ports, graph);
  await pollOnce(ports, place);
  await readNow(ports, ["waba-details", "templates"]);
  graph.requests.length = 0;
});

const read = (kind: string) => database.client.scheduledRead.findFirstOrThrow({ where: { kind } });
const calls = (part: string) =>
  graph.requests.filter(({ path, query }) => path.includes(part) || (query["fields"] ?? "").includes(part));
const days = (where: object = {}) => database.client.templateDay.count({ where });
const minutesUntil = async (kind: string) => {
  const [row] = await database.client.$queryRaw<{ minutes: number }[]>`
    select extract(epoch from next_due_at - now())::float8 / 60 as minutes from scheduled_read where kind = ${kind}`;
  return row!.minutes;
};

describe("template analytics", () => {
  it("are read for all days that Meta looks back on, then a day at a time until they have settled", async () => {
    await readNow(ports, ["template-analytics"]);
    expect(calls("/template_analytics")).toHaveLength(1);
    // 89 days of three templates; the seven days that still grow are open.
    expect(await days()).toBe(89 * 3);
    expect(await days({ settled: false })).toBe(7 * 3);
    const yesterday = await database.client.templateDay.findFirstOrThrow({ orderBy: { day: "desc" } });
    expect(yesterday.day).toEqual(new Date("2026-05-31T00:00:00.000Z"));
    expect(yesterday.sent).toBeGreaterThan(100);

    await readNow(ports, ["template-analytics"]);
    expect(calls("/template_analytics")).toHaveLength(1);

    ports.clock.advance(dayMs);
    await readNow(ports, ["template-analytics"]);
    expect(calls("/template_analytics")).toHaveLength(2);
    expect(calls("/template_analytics")[1]!.query).toMatchObject({
      start: String(Date.UTC(2026, 4, 25) / 1000),
      end: String(Date.UTC(2026, 5, 2) / 1000),
    });
    expect(await days()).toBe(90 * 3);
    expect(await days({ settled: false })).toBe(7 * 3);
  });

  it("make up for days on which nothing was read", async () => {
    await readNow(ports, ["template-analytics"]);
    ports.clock.advance(20 * dayMs);
    await readNow(ports, ["template-analytics"]);
    expect(await days()).toBe(109 * 3);
    expect(await days({ settled: false })).toBe(7 * 3);
  });

  it("of many templates take several rounds of a few calls", async () => {
    const { templates } = graph.world.findWaba(wabaId)!;
    const [like] = templates;
    for (let index = 0; index < 60; index++) {
      templates.push({ ...like!, id: `72199900000${1000 + index}`, name: `more_${index}` });
    }
    await readNow(ports, ["templates"]);
    await readNow(ports, ["template-analytics"]);
    expect(calls("/template_analytics")).toHaveLength(5);
    expect(await minutesUntil("template-analytics")).toBeLessThanOrEqual(10);
    await readNow(ports, ["template-analytics"]);
    expect(calls("/template_analytics")).toHaveLength(7);
    expect(await minutesUntil("template-analytics")).toBeGreaterThan(60);
    const read = await database.client.templateDay.groupBy({ by: ["templateId"] });
    expect(read).toHaveLength(63);
  });

  it("that say nothing of a template are not known, which is not zero", async () => {
    const silent: TestPorts = {
      ...ports,
      graphApi: {
        ...ports.graphApi,
        readTemplateAnalytics: async (...call) => {
          const answer = await ports.graphApi.readTemplateAnalytics(...call);
          return answer.ok ? { ...answer, value: [] } : answer;
        },
      },
    };
    await readNow(silent, ["template-analytics"]);
    const rows = await database.client.templateDay.findMany();
    expect(rows).toHaveLength(3);
    expect(rows.every(({ sent, settled }) => sent === null && !settled)).toBe(true);
    await readNow(silent, ["template-analytics"]);
    expect(calls("/template_analytics")).toHaveLength(1);
  });

  it("that are not switched on are not asked for, and at once when they are", async () => {
    graph.world.changeWaba(wabaId, { isEnabledForInsights: false });
    await readNow(ports, ["waba-details"]);
    await readNow(ports, ["template-analytics"]);
    expect(calls("/template_analytics")).toEqual([]);
    expect(await read("template-analytics")).toMatchObject({
      state: "off",
      error: { kind: "not-switched-on" },
      consecutiveFailures: 0,
    });
    expect(await minutesUntil("template-analytics")).toBeGreaterThan(6 * 24 * 60);
    graph.world.changeWaba(wabaId, { isEnabledForInsights: true });
    // Reading the account is enough: it makes the other reading due, and the same run does it.
    await readNow(ports, ["waba-details"]);
    expect(await read("template-analytics")).toMatchObject({ state: "on", error: null });
    expect(await days()).toBe(89 * 3);
  });

  it("wait until the account and its templates were read", async () => {
    await database.client.waba.updateMany({ data: { insightsEnabled: null } });
    await readNow(ports, ["template-analytics"]);
    expect(await read("template-analytics")).toMatchObject({ state: "on", error: null, lastSuccessAt: null });
    expect(await minutesUntil("template-analytics")).toBeLessThanOrEqual(5);
    expect(graph.requests).toEqual([]);
  });

  it("that Meta does not offer in the account's country are asked for once a week", async () => {
    graph.world.changeWaba(wabaId, { country: "DE" });
    await readNow(ports, ["template-analytics"]);
    expect(await read("template-analytics")).toMatchObject({
      state: "off",
      error: { code: 200_005 },
      consecutiveFailures: 0,
    });
    expect(await minutesUntil("template-analytics")).toBeGreaterThan(6 * 24 * 60);
  });
});

describe("template comparison", () => {
  const comparisons = () =>
    database.client.templateComparison.findMany({ orderBy: { firstTemplateId: "asc" } });

  it("is not asked for while sends are unknown, and says so", async () => {
    await readNow(ports, ["template-comparison"]);
    expect(calls("/compare")).toEqual([]);
    expect(await read("template-comparison")).toMatchObject({
      state: "on",
      error: { kind: "sends-unknown" },
      consecutiveFailures: 0,
    });
  });

  it("gives an order and a reason for every pair with 1,000 sends each", async () => {
    const [first, second, third] = graph.world.findWaba(wabaId)!.templates;
    graph.world.changeTemplate(third!.id, { usualDailySends: 5 });
    await readNow(ports, ["template-analytics"]);
    await readNow(ports, ["template-comparison"]);
    expect(calls("/compare")).toHaveLength(1);
    const [pair] = await comparisons();
    expect(pair).toMatchObject({
      firstTemplateId: first!.id,
      secondTemplateId: second!.id,
      windowDays: 7,
      occurredAt: ports.clock.now(),
    });
    expect(pair!.firstSends).toBeGreaterThanOrEqual(1_000);
    expect([first!.id, second!.id]).toContain(pair!.moreBlockedId);
    expect(pair!.firstTopReason).toMatch(/^(NO_|OTHER)/);
  });

  it("makes ten calls a round at most, and takes the other pairs next", async () => {
    const { templates } = graph.world.findWaba(wabaId)!;
    const [like] = templates;
    for (let index = 0; index < 3; index++) {
      const copy = { ...like!, id: `72199900000${1000 + index}`, name: `more_${index}` };
      templates.push(copy);
    }
    await readNow(ports, ["templates"]);
    await readNow(ports, ["template-analytics"]);
    // The double looks templates up in an index of its own: those copies are refused, which uses up their turn too.
    await readNow(ports, ["template-comparison"]);
    expect(calls("/compare").length).toBeLessThanOrEqual(10);
    const asked = (await comparisons()).length;
    expect(asked).toBeGreaterThan(0);
    expect(await minutesUntil("template-comparison")).toBeGreaterThanOrEqual(59);
    ports.clock.advance(dayMs);
    await readNow(ports, ["template-comparison"]);
    // Six templates are fifteen pairs; no pair is asked twice before each had its turn.
    const pairs = new Set(
      (await comparisons()).map((row) => `${row.firstTemplateId} ${row.secondTemplateId}`),
    );
    expect(pairs.size).toBeGreaterThan(asked);
  });

  it("stops at trouble that is not the pair's", async () => {
    await readNow(ports, ["template-analytics"]);
    graph.faults.add({ kind: "graph-error", code: 80008, path: "*/compare", minutesToRegainAccess: 7 });
    await readNow(ports, ["template-comparison"]);
    expect(calls("/compare")).toHaveLength(1);
    expect(await comparisons()).toEqual([]);
    expect(await read("template-comparison")).toMatchObject({ error: { kind: "rate-limited" } });
  });
});

describe("messaging and pricing analytics", () => {
  it("are kept by day, and a day that is read again is replaced", async () => {
    await readNow(ports, ["messaging-analytics", "pricing-analytics"]);
    expect(calls("pricing_analytics")).toHaveLength(1);
    // The double's numbers were onboarded 30 days ago.
    expect(await database.client.messagingDay.count()).toBe(30 * 2);
    const digits = graph.world.findWaba(wabaId)!.phoneNumbers[0]!.displayPhoneNumber.replace(/\D/g, "");
    const day = await database.client.messagingDay.findFirstOrThrow({
      where: { displayDigits: digits },
      orderBy: { day: "desc" },
    });
    expect(day).toMatchObject({ wabaId, day: new Date("2026-05-31T00:00:00.000Z") });
    expect(day.sent).toBeGreaterThan(200);
    const priced = await database.client.pricingDay.count();
    expect(priced).toBeGreaterThan(0);

    await readNow(ports, ["messaging-analytics", "pricing-analytics"]);
    expect(await database.client.messagingDay.count()).toBe(30 * 2);
    expect(await database.client.pricingDay.count()).toBe(priced);
    ports.clock.advance(dayMs);
    await readNow(ports, ["messaging-analytics"]);
    expect(await database.client.messagingDay.count()).toBe(31 * 2);
    // Two numbers, a call each and reading; the later ones ask for the last days only.
    expect(
      calls("analytics.start").filter(({ query }) => !query["fields"]!.includes("pricing")),
    ).toHaveLength(6);
  });

  it("are tried again when a call fails, and nothing is made up", async () => {
    graph.faults.add({ kind: "html-502", path: `/${wabaId}` });
    await readNow(ports, ["messaging-analytics"]);
    expect(await read("messaging-analytics")).toMatchObject({
      error: { kind: "transient" },
      consecutiveFailures: 1,
      lastSuccessAt: null,
    });
    expect(await database.client.messagingDay.count()).toBe(0);
  });
});
