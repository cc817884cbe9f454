import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openDatabase, type Database } from "../../adapters/db/open-database.ts";
import {
  claimDuePolls,
  findWaitingPollRuns,
  leasePollRun,
  openPollRun,
} from "../../adapters/db/poll-runs.ts";
import type { GraphDouble } from "../../sandbox/graph-double.ts";
import { clearDatabase } from "../../testing/builders/clear-database.ts";
import { givenConnection, pollDue, pollOnce } from "../../testing/builders/given-connection.ts";
import { givenGraph, graphPorts } from "../../testing/builders/graph-ports.ts";
import { testContext, type TestPorts } from "../../testing/builders/service-context.ts";
import { createTestDatabase, testDatabaseUrl } from "../../testing/setup/test-database.ts";
import { removeConnection } from "../connections/remove.ts";
import { updateConnection } from "../connections/update.ts";
import { openRepoll } from "./open-repoll.ts";
import { pollNow } from "./poll-now.ts";
import { runPoll } from "./run-poll.ts";

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
});

const context = (role?: "growth" | "executive") => testContext(database, { ports, ...(role && { role }) });
const connection = () => database.client.connection.findFirstOrThrow({ where: { id: place.connectionId } });
const runs = () => database.client.pollRun.findMany({ orderBy: { recordedAt: "asc" } });
const letLeaseExpire = () =>
  database.client.$executeRaw`update poll_run set lease_until = now() - interval '1 second'`;
const makeDue = () =>
  database.client.$executeRaw`update connection set next_poll_at = now() - interval '1 second'`;

/** Ports of a process that freezes between an answer of Meta's and its next step; `meanwhile` is what others do. */
function freezing(method: "listPhoneNumbers" | "listWabas", meanwhile: () => Promise<unknown>): TestPorts {
  let frozen = false;
  const original = ports.graphApi[method] as (...args: unknown[]) => Promise<unknown>;
  const freeze = async (...args: unknown[]) => {
    const answer = await original(...args);
    if (!frozen) {
      frozen = true;
      await meanwhile();
    }
    return answer;
  };
  return { ...ports, graphApi: { ...ports.graphApi, [method]: freeze } };
}

describe("claiming", () => {
  it("opens one round for what is due, and the next slot lies about one interval ahead", async () => {
    expect(await pollDue(ports)).toBe(1);
    expect(await pollDue(ports)).toBe(0);
    const [row] = await database.client.$queryRaw<{ seconds: number }[]>`
      select extract(epoch from next_poll_at - now())::float8 as seconds from connection`;
    // Slots lie whole intervals from the connection's creation: half an interval either way, and up to 5 % of jitter.
    expect(row!.seconds).toBeGreaterThan(295);
    expect(row!.seconds).toBeLessThanOrEqual(930);
    expect(await runs()).toMatchObject([{ trigger: "schedule", outcome: "complete" }]);
  });

  it("F12 counts a slot that comes while the round before is open, and lets no two rounds overlap", async () => {
    const [first] = await claimDuePolls(database.client, 100);
    await makeDue();
    expect(await claimDuePolls(database.client, 100)).toEqual([]);
    expect(await openPollRun(database.client, { ...place, trigger: "manual" })).toBeNull();
    expect(await connection()).toMatchObject({ skippedPolls: 1 });
    await makeDue();
    await claimDuePolls(database.client, 100);
    expect(await connection()).toMatchObject({ skippedPolls: 2 });
    await runPoll(ports, first!);
    await makeDue();
    expect(await pollDue(ports)).toBe(1);
    expect(await connection()).toMatchObject({ skippedPolls: 2 });
    expect(await runs()).toHaveLength(2);
  });

  it("F12 takes those first that have waited longest", async () => {
    for (const id of ["b", "c"]) await givenConnection(ports, graph, { id });
    await database.client.$executeRaw`
      update connection set next_poll_at = now() - case id when 'c' then interval '3 h' when 'b' then interval '2 h'
        else interval '1 h' end`;
    const order: string[] = [];
    for (let claim = 0; claim < 3; claim++) {
      for (const run of await claimDuePolls(database.client, 1)) order.push(run.connectionId);
    }
    expect(order).toEqual(["c", "b", "connection-1"]);
  });

  it("F45 gives each connection to one of two processes", async (test) => {
    const databaseUrl = testDatabaseUrl(database);
    test.skip(databaseUrl === null, "the embedded database belongs to one process");
    const ids = Array.from({ length: 40 }, (_, index) => `many-${index}`);
    for (const id of ids) await givenConnection(ports, graph, { id });
    const others = await Promise.all(
      [1, 2].map(() => openDatabase({ root: process.cwd(), databaseUrl: databaseUrl! })),
    );
    try {
      const clients = [database.client, ...others.map((other) => other.client)];
      const claims = await Promise.all(
        Array.from({ length: 18 }, (_, index) => claimDuePolls(clients[index % clients.length]!, 5)),
      );
      const claimed = claims.flat().map((run) => run.connectionId);
      expect(new Set(claimed).size).toBe(claimed.length);
      for (let rest = await claimDuePolls(database.client, 100); rest.length > 0;) {
        claimed.push(...rest.map((run) => run.connectionId));
        rest = await claimDuePolls(database.client, 100);
      }
      expect(claimed.sort()).toEqual([...ids, "connection-1"].sort());
      expect(await database.client.connection.count({ where: { skippedPolls: { gt: 0 } } })).toBe(0);
    } finally {
      await Promise.all(others.map((other) => other.close()));
    }
  });

  it("F45 leases one round to one of many workers", async () => {
    const run = (await openPollRun(database.client, { ...place, trigger: "manual" }))!;
    const leases = await Promise.all(
      Array.from({ length: 8 }, (_, index) => leasePollRun(database.client, run, `lease-${index}`)),
    );
    expect(leases.filter((lease) => lease !== null)).toHaveLength(1);
    expect(await findWaitingPollRuns(database.client, 10)).toEqual([]);
  });
});

describe("F41 a process that was frozen or killed in the middle of a round", () => {
  beforeEach(async () => {
    graph = await givenGraph(ports, { wabas: 1 });
    place = await givenConnection(ports, graph);
  });

  it("leaves its round to another process, which finishes it", async () => {
    const run = (await openPollRun(database.client, { ...place, trigger: "manual" }))!;
    await leasePollRun(database.client, run, "of-the-dead");
    expect(await runPoll(ports, run)).toBe(false);
    expect(await findWaitingPollRuns(database.client, 10)).toEqual([]);
    await letLeaseExpire();
    expect(await findWaitingPollRuns(database.client, 10)).toEqual([run]);
    expect(await runPoll(ports, run)).toBe(true);
    expect(await runs()).toMatchObject([
      { outcome: "complete", attempt: 2, openFor: null, leaseToken: null },
    ]);
    expect(await database.client.phoneNumber.count()).toBe(2);
    expect(await runPoll(ports, run)).toBe(false);
  });

  it("may not store numbers or book the end after another has done the work", async () => {
    await pollOnce(ports, place);
    const id = graph.world.portfolios[0]!.wabas[0]!.phoneNumbers[0]!.id;
    graph.world.setRating(id, "RED");
    const run = (await openPollRun(database.client, { ...place, trigger: "manual" }))!;
    ports.clock.advance(600_000);
    // The list said RED before the freeze; meanwhile the rating recovered and another process saw it.
    const stale = freezing("listPhoneNumbers", async () => {
      await letLeaseExpire();
      graph.world.setRating(id, "GREEN");
      await runPoll(ports, run);
    });
    expect(await runPoll(stale, run)).toBe(false);
    expect(await database.client.phoneNumber.findFirst({ where: { id } })).toMatchObject({
      qualityRating: "GREEN",
    });
    expect(await database.client.transition.count()).toBe(0);
    expect(await runs()).toMatchObject([{}, { attempt: 2, outcome: "complete" }]);
  });

  it("may not declare a WABA lost after another has read it", async () => {
    const wabaId = graph.world.portfolios[0]!.wabas[0]!.id;
    await pollOnce(ports, place);
    graph.faults.add({ kind: "graph-error", code: 10, path: `/${wabaId}/phone_numbers`, times: 1 });
    const run = (await openPollRun(database.client, { ...place, trigger: "manual" }))!;
    const stale = freezing("listPhoneNumbers", async () => {
      await letLeaseExpire();
      await runPoll(ports, run);
    });
    expect(await runPoll(stale, run)).toBe(false);
    expect(await database.client.waba.findFirst({ where: { id: wabaId } })).toMatchObject({
      state: "visible",
    });
    expect(await database.client.wabaPoll.count({ where: { outcome: "lost" } })).toBe(0);
  });

  it("goes on when nobody else has taken the round", async () => {
    const run = (await openPollRun(database.client, { ...place, trigger: "manual" }))!;
    expect(await runPoll(freezing("listWabas", letLeaseExpire), run)).toBe(true);
    expect(await runs()).toMatchObject([{ attempt: 1, outcome: "complete" }]);
  });
});

describe("a paused connection", () => {
  it("is not claimed, and a round that is open already ends without a call", async () => {
    const run = (await openPollRun(database.client, { ...place, trigger: "manual" }))!;
    expect(await updateConnection(context(), place.connectionId, { state: "paused" })).toMatchObject({
      state: "paused",
      nextPollAt: null,
    });
    await makeDue();
    expect(await claimDuePolls(database.client, 100)).toEqual([]);
    graph.requests.length = 0;
    expect(await runPoll(ports, run)).toBe(true);
    expect(graph.requests).toEqual([]);
    expect(await runs()).toMatchObject([{ outcome: "failed", openFor: null }]);
    await openRepoll(ports, place);
    expect(await runs()).toHaveLength(1);
    await expect(pollNow(context(), place.connectionId)).rejects.toMatchObject({ code: "CONFLICT" });
  });

  it("stays paused when the pause comes during a round, and resumes at once when told", async () => {
    const pause = () => updateConnection(context(), place.connectionId, { state: "paused" });
    await pollOnce(freezing("listWabas", pause), place);
    expect(await connection()).toMatchObject({ state: "paused" });
    expect(await database.client.phoneNumber.count()).toBe(4);
    await updateConnection(context(), place.connectionId, { state: "active" });
    expect(ports.seen.poked.at(-1)).toBe("polls");
    expect(await pollDue(ports)).toBe(1);
  });

  it("once removed is polled no more, also when it was removed during a round", async () => {
    const remove = () => removeConnection(context(), place.connectionId);
    graph.faults.add({ kind: "token-invalid", path: "*/phone_numbers" });
    await pollOnce(freezing("listWabas", remove), place);
    expect(await connection()).toMatchObject({ state: "removed" });
    expect(await database.client.transition.count()).toBe(0);
    await makeDue();
    expect(await pollDue(ports)).toBe(0);
    await expect(pollNow(context(), place.connectionId)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

describe("F40 a clock that is two hours wrong", () => {
  it.each([-2, 2])("(%i h) neither delays a new connection, nor its next slot", async (hours) => {
    const [row] = await database.client.$queryRaw<{ now: Date }[]>`select now() as now`;
    ports.clock.current = new Date(row!.now.getTime() + hours * 3_600_000);
    await givenConnection(ports, graph);
    expect(await pollDue(ports)).toBe(1);
    await makeDue();
    expect(await pollDue(ports)).toBe(1);
    const [due] = await database.client.$queryRaw<{ seconds: number }[]>`
      select extract(epoch from next_poll_at - now())::float8 as seconds from connection`;
    expect(due!.seconds).toBeGreaterThan(295);
    expect(due!.seconds).toBeLessThanOrEqual(930);
  });
});

describe("Poll now", () => {
  it("answers with the open round, opening one if there is none, and wakes the loop", async () => {
    const first = await pollNow(context("growth"), place.connectionId);
    expect(first).toMatchObject({ trigger: "manual", finishedAt: null, outcome: null, numberCount: 0 });
    expect((await pollNow(context(), place.connectionId)).id).toBe(first.id);
    expect(ports.seen.poked).toEqual(["polls", "reads", "polls", "reads"]);
    await expect(pollNow(context("executive"), place.connectionId)).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    const elsewhere = { ...context(), organizationId: "other" };
    await expect(pollNow(elsewhere, place.connectionId)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

describe("a re-poll that a webhook asks for", () => {
  it("opens a round, and asks to be tried again while another is open", async () => {
    await openRepoll(ports, place);
    expect(await runs()).toMatchObject([{ trigger: "webhook" }]);
    await expect(openRepoll(ports, place)).rejects.toThrow("another round is open");
    await openRepoll(ports, { ...place, connectionId: "gone" });
    expect(await runs()).toHaveLength(1);
  });
});
