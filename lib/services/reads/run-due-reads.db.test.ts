import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Database } from "../../adapters/db/open-database.ts";
import { ensureReads } from "../../adapters/db/scheduled-reads.ts";
import { scheduledReadKinds, spreadFraction } from "../../core/collection/plan-next-read.ts";
import type { GraphDouble } from "../../sandbox/graph-double.ts";
import { clearDatabase } from "../../testing/builders/clear-database.ts";
import { readDue, readNow } from "../../testing/builders/due-reads.ts";
import { givenConnection, pollDue, pollOnce } from "../../testing/builders/given-connection.ts";
import { givenGraph, graphPorts } from "../../testing/builders/graph-ports.ts";
import { testContext, type TestPorts } from "../../testing/builders/service-context.ts";
import { createTestDatabase } from "../../testing/setup/test-database.ts";
import { updateConnection } from "../connections/update.ts";
import { pollNow } from "../polls/poll-now.ts";
import { runDueReads } from "./run-due-reads.ts";

let database: Database;
let ports: TestPorts;
let graph: GraphDouble;
let place: { organizationId: string; connectionId: string };
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  await clearDatabase(database);
  ports = graphPorts(database);
  graph = await givenGraph(ports);
  place = await givenConnection(ports, graph);
  await pollOnce(ports, place);
  graph.requests.length = 0;
});

const context = () => testContext(database, { ports });
const wabaIds = () => graph.world.portfolios[0]!.wabas.map(({ id }) => id);
const rows = () =>
  database.client.scheduledRead.findMany({ orderBy: [{ kind: "asc" }, { subjectId: "asc" }] });
const row = (kind: string, subjectId = wabaIds()[0]!) =>
  database.client.scheduledRead.findFirstOrThrow({ where: { kind, subjectId } });
const connection = () => database.client.connection.findFirstOrThrow();
const makeAllDue = () =>
  database.client.$executeRaw`update scheduled_read set next_due_at = now() - interval '1 second'`;
/** Seconds of database time until each reading is due, earliest first. */
async function dueIn(): Promise<number[]> {
  const due = await database.client.$queryRaw<{ seconds: number }[]>`
    select extract(epoch from next_due_at - now())::float8 as seconds from scheduled_read order by 1`;
  return due.map(({ seconds }) => seconds);
}

describe("what is read beside the numbers", () => {
  it("has a row a WABA and kind, the first ones due within a minute", async () => {
    await ensureReads(database.client);
    await ensureReads(database.client);
    expect(await rows()).toHaveLength(2 * scheduledReadKinds.length);
    const due = await dueIn();
    expect(due[0]).toBeGreaterThan(-5);
    expect(due.at(-1)).toBeLessThanOrEqual(60);
    expect(new Set(due).size).toBe(due.length);
    expect(await runDueReads(ports)).toBe(0);
  });

  it("is spread over the interval where there are hundreds of WABAs", async () => {
    const many = Array.from({ length: 400 }, (_, index) => ({
      organizationId: "default",
      id: `9${index}`,
      connectionId: place.connectionId,
      state: "visible",
      droppedFields: [],
      firstSeenAt: ports.clock.now(),
    }));
    await database.client.waba.createMany({ data: many });
    await ensureReads(database.client);
    const due = await dueIn();
    expect(due).toHaveLength(402 * scheduledReadKinds.length);
    // 402 WABAs, seven seconds each: 2,814 seconds. A tenth holds a tenth of them, give or take half.
    for (let tenth = 0; tenth < 10; tenth++) {
      const within = due.filter((seconds) => seconds >= tenth * 281 && seconds < (tenth + 1) * 281).length;
      expect(within).toBeGreaterThan(281 * 0.5);
      expect(within).toBeLessThan(281 * 1.7);
    }
  });

  it("is read, booked, and due again at its own place", async () => {
    await makeAllDueAfterEnsure();
    expect(await readDue(ports)).toBe(14);
    const details = await row("waba-details");
    expect(details).toMatchObject({
      state: "on",
      lastSuccessAt: ports.clock.now(),
      error: null,
      consecutiveFailures: 0,
      callCount: 1,
      leaseToken: null,
    });
    expect(await database.client.messageTemplate.count()).toBe(6);
    const hourly = ["waba-details", "templates", "subscription"];
    const [soonest] = await database.client.$queryRaw<{ seconds: number }[]>`
      select min(extract(epoch from next_due_at - now()))::float8 as seconds from scheduled_read
      where kind = any(${hourly}::text[])`;
    expect(soonest!.seconds).toBeGreaterThan(1_700);
    expect(await readDue(ports)).toBe(0);
  });

  it("belongs to the connection that reads the WABA now", async () => {
    await ensureReads(database.client);
    await givenConnection(ports, graph, { id: "connection-2" });
    await pollOnce(ports, { ...place, connectionId: "connection-2" });
    await ensureReads(database.client);
    const owners = await database.client.scheduledRead.groupBy({ by: ["connectionId"], _count: true });
    expect(owners).toMatchObject([{ connectionId: "connection-2", _count: 14 }]);
  });
});

async function makeAllDueAfterEnsure() {
  await ensureReads(database.client);
  await makeAllDue();
}

describe("F45 two workers", () => {
  it("read each thing once", async () => {
    await makeAllDueAfterEnsure();
    const counts = await Promise.all([readDue(ports), readDue(graphPorts(database, { clock: ports.clock }))]);
    expect(counts[0] + counts[1]).toBe(14);
    expect(graph.requests.filter(({ path }) => path.endsWith("/message_templates"))).toHaveLength(2);
  });
});

describe("F41 a process that freezes during a reading", () => {
  it("may not write what it read after another has taken the reading over", async () => {
    const [wabaId] = wabaIds();
    const template = graph.world.findWaba(wabaId!)!.templates[0]!;
    await readNow(ports, ["templates"], wabaId);
    graph.world.changeTemplate(template.id, { status: "PAUSED" });
    const stale: TestPorts = {
      ...ports,
      graphApi: {
        ...ports.graphApi,
        listTemplates: async (...call) => {
          const answer = await ports.graphApi.listTemplates(...call);
          await database.client
            .$executeRaw`update scheduled_read set lease_until = now() - interval '1 second'`;
          graph.world.changeTemplate(template.id, { status: "APPROVED" });
          expect(await runDueReads(ports)).toBe(1);
          return answer;
        },
      },
    };
    await readNow(stale, ["templates"], wabaId);
    expect(await database.client.messageTemplate.findFirst({ where: { id: template.id } })).toMatchObject({
      status: "APPROVED",
    });
    expect(await database.client.assetChange.count({ where: { toValue: "PAUSED" } })).toBe(0);
    expect(await row("templates")).toMatchObject({ leaseToken: null, callCount: 2 });
  });

  it("and dies: the reading is taken up when its lease has ended, and not before", async () => {
    await ensureReads(database.client);
    await database.client.$executeRaw`
      update scheduled_read set next_due_at = now() + interval '1 day'`;
    await database.client.$executeRaw`
      update scheduled_read set next_due_at = now() - interval '1 second', lease_token = 'of the dead',
        lease_until = now() + interval '30 seconds' where kind = 'subscription'`;
    expect(await runDueReads(ports)).toBe(0);
    await database.client.$executeRaw`update scheduled_read set lease_until = now() - interval '1 second'`;
    expect(await runDueReads(ports)).toBe(2);
  });
});

describe("a connection with much to read", () => {
  it("F06 leaves room for the readings of others", async () => {
    const other = await givenGraph(ports, { seed: 2, wabas: 6 });
    const many = await givenConnection(ports, other, { id: "connection-2" });
    await pollOnce(ports, many);
    await makeAllDueAfterEnsure();
    // 6 WABAs have 42 due readings and get 8 of the 24 places; the small connection gets its own.
    expect(await runDueReads(ports)).toBe(16);
    const busy = await database.client.scheduledRead.groupBy({
      by: ["connectionId"],
      where: { lastAttemptAt: { not: null } },
      _count: true,
      orderBy: { connectionId: "asc" },
    });
    expect(busy).toMatchObject([{ _count: 8 }, { _count: 8 }]);
  });
});

describe("a connection that is not active", () => {
  it.each(["paused", "token-dead", "removed"])("%s: nothing is read", async (state) => {
    await makeAllDueAfterEnsure();
    await database.client.connection.updateMany({ data: { state } });
    expect(await readDue(ports)).toBe(0);
    expect(graph.requests).toEqual([]);
  });

  it("goes on with what is due when it is resumed", async () => {
    await makeAllDueAfterEnsure();
    await updateConnection(context(), place.connectionId, { state: "paused" });
    expect(await readDue(ports)).toBe(0);
    await updateConnection(context(), place.connectionId, { state: "active" });
    expect(await readDue(ports)).toBe(14);
  });
});

describe("F01 a token that Meta refuses", () => {
  it("stays the polls' to decide: they look at once, and readings wait", async () => {
    await makeAllDueAfterEnsure();
    graph.faults.add({ kind: "token-invalid" });
    // One share of a connection meets it; nothing else is asked with that token.
    expect(await readDue(ports)).toBe(8);
    expect(await row("subscription")).toMatchObject({ lastSuccessAt: null });
    expect(ports.seen.poked).toContain("polls");
    expect(await pollDue(ports)).toBe(1);
    expect(await connection()).toMatchObject({ state: "token-dead" });
    expect(await database.client.transition.count({ where: { field: "access_token" } })).toBe(1);
    await makeAllDue();
    expect(await readDue(ports)).toBe(0);
  });
});

describe("F02 something that Meta does not show", () => {
  it("is asked for again after an hour, and the WABA stays visible as long as polls see it", async () => {
    const [wabaId] = wabaIds();
    graph.faults.add({ kind: "graph-error", code: 200, path: `/${wabaId!}/subscribed_apps` });
    await readNow(ports, ["subscription"]);
    expect(await row("subscription")).toMatchObject({
      state: "on",
      error: { kind: "asset-lost", code: 200 },
      consecutiveFailures: 1,
      lastSuccessAt: null,
    });
    expect(await row("subscription", wabaIds()[1])).toMatchObject({ error: null });
    expect(await database.client.waba.count({ where: { state: "visible" } })).toBe(2);
  });

  it("is not read while the WABA is lost", async () => {
    await makeAllDueAfterEnsure();
    await database.client.waba.updateMany({ where: { id: wabaIds()[0]! }, data: { state: "lost" } });
    expect(await readDue(ports)).toBe(7);
  });
});

describe("F03 the call limit", () => {
  it("is met by one reading and holds back all, and the polls, for the time that Meta names", async () => {
    await makeAllDueAfterEnsure();
    graph.faults.add({
      kind: "graph-error",
      code: 80008,
      path: "*/message_templates",
      minutesToRegainAccess: 20,
    });
    const [templates] = await Promise.all([readDue(ports)]);
    expect(templates).toBeGreaterThan(0);
    expect(await connection()).toMatchObject({ state: "active", lastError: { kind: "rate-limited" } });
    expect(await row("templates")).toMatchObject({ error: { kind: "rate-limited", code: 80008 } });
    expect((await dueIn())[0]).toBeGreaterThanOrEqual(19 * 60);
    expect(await pollDue(ports)).toBe(0);
    await expect(pollNow(context(), place.connectionId)).rejects.toMatchObject({ code: "RATE_LIMITED" });

    // When the time is over the poll is the one probe; readings follow it.
    graph.faults.clear();
    graph.requests.length = 0;
    ports.clock.advance(21 * 60_000);
    await makeAllDue();
    expect(await readDue(ports)).toBe(0);
    await database.client.$executeRaw`update connection set next_poll_at = now()`;
    expect(await pollDue(ports)).toBe(1);
    expect(await connection()).toMatchObject({ lastError: null });
    expect(await readDue(ports)).toBe(14);
  });
});

describe("F04 the call budget", () => {
  const used = (percent: number) =>
    database.client.connection.updateMany({
      data: { usage: { percent, observedAt: ports.clock.now().toISOString(), waitUntil: null } },
    });
  const readKinds = async () => [
    ...new Set(
      (await database.client.scheduledRead.findMany({ where: { lastAttemptAt: { not: null } } })).map(
        ({ kind }) => kind,
      ),
    ),
  ];

  it.each([
    [79, "everything", scheduledReadKinds.length],
    [80, "accounts only", 1],
    [94, "accounts only", 1],
    [95, "nothing", 0],
    [100, "nothing", 0],
  ])("at %i %% used, %s is read: ratings come first", async (percent, _, kinds) => {
    await makeAllDueAfterEnsure();
    await used(percent);
    await readDue(ports);
    const read = await readKinds();
    expect(read).toHaveLength(kinds);
    if (kinds === 1) expect(read).toEqual(["waba-details"]);
  });

  it("from 60 % on readings come at half the pace", async () => {
    // A reading keeps its place within the interval: where it is due next tells how long the interval is, at any time of day.
    const hours = async (percent: number) => {
      await used(percent);
      await readNow(ports, ["subscription"]);
      const rows = await database.client.scheduledRead.findMany({ where: { kind: "subscription" } });
      return rows.map(({ organizationId, subjectId, nextDueAt }) => {
        const phase = spreadFraction(`${organizationId} ${subjectId} subscription`);
        return [1, 2].filter((interval) => {
          const intervals = nextDueAt.getTime() / 3_600_000 / interval - phase;
          return Math.abs(intervals - Math.round(intervals)) < 1e-5;
        });
      });
    };
    expect(await hours(59)).toEqual([[1], [1]]);
    expect(await hours(60)).toEqual([[2], [2]]);
  });

  it("waits no longer than the hour that Meta counts", async () => {
    await makeAllDueAfterEnsure();
    await used(97);
    expect(await readDue(ports)).toBe(0);
    ports.clock.advance(61 * 60_000);
    expect(await readDue(ports)).toBe(14);
  });

  it("learns from the answers of readings too", async () => {
    graph.faults.add({ kind: "usage-header", usage: 83 });
    await readNow(ports, ["subscription"]);
    expect(await connection()).toMatchObject({
      usage: { percent: 83, observedAt: ports.clock.now().toISOString(), waitUntil: null },
    });
    graph.faults.clear();
    await makeAllDue();
    expect(await readDue(ports)).toBe(2);
    expect((await readKinds()).sort()).toEqual(["subscription", "waba-details"]);
  });
});

describe("passing trouble", () => {
  it("F05 F07 backs off that reading alone and changes nothing that is stored", async () => {
    await readNow(ports, ["templates"]);
    const before = await database.client.messageTemplate.findMany({ orderBy: { id: "asc" } });
    graph.faults.add({ kind: "html-502", path: `/${wabaIds()[0]!}/message_templates` });
    ports.clock.advance(3_600_000);
    for (const failures of [1, 2, 3]) {
      await readNow(ports, ["templates"], wabaIds()[0]);
      expect(await row("templates")).toMatchObject({
        consecutiveFailures: failures,
        error: { kind: "transient" },
      });
    }
    expect(await database.client.messageTemplate.findMany({ orderBy: { id: "asc" } })).toEqual(before);
    expect(await connection()).toMatchObject({ lastError: null });
    graph.faults.clear();
    await readNow(ports, ["templates"]);
    expect(await row("templates")).toMatchObject({ consecutiveFailures: 0, error: null });
  });

  it("of our own holds up no other reading", async () => {
    const broken: TestPorts = {
      ...ports,
      graphApi: {
        ...ports.graphApi,
        readSubscription: () => Promise.reject(new Error("a fault of ours")),
      },
    };
    expect(await readNow(broken, ["subscription", "waba-details"])).toBe(4);
    expect(await row("subscription")).toMatchObject({ error: { kind: "transient" }, consecutiveFailures: 1 });
    expect(await row("waba-details")).toMatchObject({ error: null });
    expect(ports.seen.logged.some(({ message }) => message === "a reading failed here")).toBe(true);
  });
});

describe("Poll now", () => {
  it("makes everything due that was not just read, comparisons once an hour", async () => {
    await makeAllDueAfterEnsure();
    await readDue(ports);
    await pollNow(context(), place.connectionId);
    expect(ports.seen.poked).toContain("reads");
    expect(await readDue(ports)).toBe(0);
    await database.client
      .$executeRaw`update scheduled_read set last_attempt_at = now() - interval '2 minutes'`;
    await pollNow(context(), place.connectionId);
    expect(await readDue(ports)).toBe(12);
    await database.client
      .$executeRaw`update scheduled_read set last_attempt_at = now() - interval '61 minutes'`;
    await pollNow(context(), place.connectionId);
    expect(await readDue(ports)).toBe(14);
  });
});
