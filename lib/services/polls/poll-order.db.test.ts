import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Database } from "../../adapters/db/open-database.ts";
import { accountUpdate } from "../../sandbox/management-changes.ts";
import type { GraphDouble } from "../../sandbox/graph-double.ts";
import { clearDatabase } from "../../testing/builders/clear-database.ts";
import { givenConnection, pollOnce } from "../../testing/builders/given-connection.ts";
import { givenGraph, graphPorts } from "../../testing/builders/graph-ports.ts";
import { realSealer } from "../../testing/builders/real-sealer.ts";
import { testContext, type TestPorts } from "../../testing/builders/service-context.ts";
import { webhookDesk } from "../../testing/builders/webhook-desk.ts";
import { createTestDatabase } from "../../testing/setup/test-database.ts";
import { listPhoneNumbers } from "../phone-numbers/list.ts";

const minute = 60_000;

let database: Database;
let ports: TestPorts;
let graph: GraphDouble;
let place: { organizationId: string; connectionId: string };
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  await clearDatabase(database);
  ports = graphPorts(database, { sealer: realSealer(database) });
  graph = await givenGraph(ports, { wabas: 20, numbersPerWaba: 1 });
  place = await givenConnection(ports, graph);
});

const wabaIds = () => graph.world.portfolios[0]!.wabas.map(({ id }) => id);
const connection = () => database.client.connection.findFirstOrThrow();
const sentTo = (edge: string) => graph.requests.filter(({ path }) => path.endsWith(edge)).length;
async function round(through = ports) {
  ports.clock.advance(10 * minute);
  graph.requests.length = 0;
  await pollOnce(through, place);
}

/** Ports through which a round may read so many WABAs before the call budget is used up, with the order it asked in. */
function budgetOf(calls: number): TestPorts & { asked: string[] } {
  const asked: string[] = [];
  let left = calls;
  const usedUp = {
    kind: "rate-limited",
    code: 80008,
    subcode: null,
    message: "(#80008)",
    traceId: null,
  } as const;
  const usage = { percent: 100, regainAccessMinutes: 5, unreadable: 0, clockSkewSeconds: null };
  return {
    ...ports,
    asked,
    graphApi: {
      ...ports.graphApi,
      listPhoneNumbers: (credentials, wabaId, dropped) => {
        asked.push(wabaId);
        if (left-- > 0) return ports.graphApi.listPhoneNumbers(credentials, wabaId, dropped);
        const trouble = { ...usedUp, field: null, waitMinutes: 5 };
        return Promise.resolve({ ok: false, trouble, calls: 1, usage });
      },
    },
  };
}

describe("F12 the order of a round's WABAs", () => {
  it("begins with those never read, then those read longest ago", async () => {
    await pollOnce(ports, place);
    const ids = wabaIds();
    const [never, oldest, older] = [ids[17]!, ids[9]!, ids[13]!];
    const readAt = (id: string, lastPolledAt: Date | null) =>
      database.client.waba.updateMany({ where: { id }, data: { lastPolledAt } });
    await readAt(never, null);
    await readAt(oldest, new Date(ports.clock.now().getTime() - 40 * minute));
    await readAt(older, new Date(ports.clock.now().getTime() - 30 * minute));
    const all = budgetOf(100);
    await round(all);
    expect(all.asked.slice(0, 3)).toEqual([never, oldest, older]);
    expect([...all.asked].sort()).toEqual([...ids].sort());
  });

  it("leaves none unread for ever when every round breaks off half-way", async () => {
    const unread = () => database.client.waba.count({ where: { lastPolledAt: null } });
    const left: number[] = [];
    for (let time = 0; time < 3; time++) {
      await round(budgetOf(8));
      left.push(await unread());
    }
    expect(left).toEqual([12, 4, 0]);
  });
});

describe("F03 after the call limit", () => {
  const exhaust = (path: string) =>
    graph.faults.add({ kind: "graph-error", code: 80008, minutesToRegainAccess: 20, path });

  it("one call looks whether it is over, and only then come the others", async () => {
    place = await givenConnection(ports, graph, { businessId: null, wabaIds: wabaIds() });
    exhaust("*/phone_numbers");
    await round();
    expect(await connection()).toMatchObject({ lastError: { kind: "rate-limited" } });
    await round();
    expect(sentTo("/phone_numbers")).toBe(1);
    graph.faults.clear();
    await round();
    expect(sentTo("/phone_numbers")).toBe(20);
    expect(await connection()).toMatchObject({ lastError: null });
  });

  it("looks past WABAs that rest", async () => {
    place = await givenConnection(ports, graph, { businessId: null, wabaIds: wabaIds() });
    await round();
    exhaust("*/phone_numbers");
    await round();
    graph.faults.clear();
    const lost = { state: "lost", nextProbeAt: new Date(ports.clock.now().getTime() + 60 * minute) };
    await database.client.waba.updateMany({ where: { id: { in: wabaIds().slice(0, 19) } }, data: lost });
    await round();
    expect(sentTo("/phone_numbers")).toBe(1);
  });

  it("the portfolio's own answer is enough to stop: the list is not asked for", async () => {
    exhaust(`/${graph.world.portfolios[0]!.id}`);
    await round();
    expect(graph.requests).toHaveLength(1);
    expect(await connection()).toMatchObject({ lastError: { kind: "rate-limited" } });
  });

  it("webhooks are taken meanwhile, and ratings turn amber", async () => {
    await pollOnce(ports, place);
    exhaust("*");
    await round();
    const desk = webhookDesk(ports, graph);
    await desk.work(accountUpdate("ACCOUNT_RESTRICTION", { restriction_info: [] }));
    expect(await database.client.webhookEvent.count()).toBe(1);
    // Two polls and a half of ten minutes each since the last reading.
    ports.clock.advance(15 * minute);
    const { data } = await listPhoneNumbers(testContext(database, { ports }), { limit: 1 });
    expect(data[0]).toMatchObject({ freshness: "amber", qualityRating: "GREEN", lastError: { code: 80008 } });
  });
});

describe("what a round notes of Meta's headers", () => {
  it("F01 a token that dies when the portfolio is read costs one call", async () => {
    graph.faults.add({ kind: "token-invalid" });
    await round();
    expect(graph.requests).toHaveLength(1);
    expect(await connection()).toMatchObject({ state: "token-dead" });
  });

  it("F04 a usage header without sense is counted, and what was known stays", async () => {
    graph.faults.add({ kind: "usage-header", usage: 63 });
    await round();
    graph.faults.clear();
    expect(await connection()).toMatchObject({ unreadableUsageCount: 0, usage: { percent: 63 } });
    graph.faults.add({ kind: "usage-header", usage: "unparsable" });
    await round();
    const { unreadableUsageCount, usage } = await connection();
    expect(unreadableUsageCount).toBeGreaterThan(0);
    expect(usage).toMatchObject({ percent: 63 });
  });

  it("F13 a clock of Meta's that is ten minutes off is kept as such, and every time is ours", async () => {
    graph.faults.add({ kind: "date-skew", seconds: 600 });
    await round();
    expect(await connection()).toMatchObject({ clockSkewSeconds: 600, lastSuccessAt: ports.clock.now() });
    const numbers = await database.client.phoneNumber.findMany();
    expect(new Set(numbers.map(({ observedAt }) => observedAt.getTime()))).toEqual(
      new Set([ports.clock.now().getTime()]),
    );
    graph.faults.clear();
    await round();
    expect(await connection()).toMatchObject({ clockSkewSeconds: null });
  });
});
