import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Database } from "../../adapters/db/open-database.ts";
import { clearDatabase } from "../../testing/builders/clear-database.ts";
import { givenConnection } from "../../testing/builders/given-connection.ts";
import { givenGraph, graphPorts } from "../../testing/builders/graph-ports.ts";
import type { TestPorts } from "../../testing/builders/service-context.ts";
import { createTestDatabase } from "../../testing/setup/test-database.ts";
import { beatHeart, deliverAndMark, readHeartbeat } from "./beat-heart.ts";

let database: Database;
let ports: TestPorts;
let pings = 0;
let answer = { ok: true, detail: "HTTP 200" };
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  await clearDatabase(database);
  pings = 0;
  answer = { ok: true, detail: "HTTP 200" };
  ports = graphPorts(database, {
    pingHeartbeat: () => {
      pings++;
      return Promise.resolve(answer);
    },
  });
  await givenConnection(ports, await givenGraph(ports));
});

let rounds = 0;
/** A poll round that ended just now. */
async function polled() {
  await database.client.$executeRaw`
    insert into poll_run (organization_id, id, connection_id, trigger, occurred_at, recorded_at, finished_at, outcome)
    values ('default', ${`run-${++rounds}`}, 'connection-1', 'schedule', clock_timestamp(), clock_timestamp(),
      clock_timestamp(), 'failed')`;
}
const sent = async () => {
  await deliverAndMark(ports);
};
/** Moves everything that was marked into the past: the database's clock cannot be moved. */
const pass = (seconds: number) =>
  database.client.$transaction([
    database.client
      .$executeRaw`update rate_window set window_ends_at = window_ends_at - make_interval(secs => ${seconds})`,
    database.client
      .$executeRaw`update poll_run set finished_at = finished_at - make_interval(secs => ${seconds})`,
  ]);

describe("F62 the sign of life", () => {
  it("needs a poll round and an outbox round, both", async () => {
    await beatHeart(ports);
    await polled();
    await beatHeart(ports);
    expect(pings).toBe(0);
    await sent();
    await beatHeart(ports);
    expect(pings).toBe(1);
  });

  it("stops when either stops, and goes on with both", async () => {
    await polled();
    await sent();
    await beatHeart(ports);
    await pass(120);
    await beatHeart(ports);
    await sent();
    await beatHeart(ports);
    expect(pings).toBe(1);
    await polled();
    await beatHeart(ports);
    expect(pings).toBe(2);
    await pass(120);
    await polled();
    await beatHeart(ports);
    expect(pings).toBe(2);
  });

  it("is given at most once a minute, by one of several processes", async () => {
    await polled();
    await sent();
    await Promise.all(Array.from({ length: 4 }, () => beatHeart(ports)));
    await polled();
    await pass(30);
    await polled();
    await sent();
    await beatHeart(ports);
    expect(pings).toBe(1);
    await pass(31);
    await polled();
    await sent();
    await beatHeart(ports);
    expect(pings).toBe(2);
  });

  it("that failed is tried again a minute later without another round, shown and logged", async () => {
    answer = { ok: false, detail: "HTTP 503" };
    await polled();
    await sent();
    await beatHeart(ports);
    await beatHeart(ports);
    expect(pings).toBe(1);
    expect(await readHeartbeat(ports)).toMatchObject({ lastOkAt: null, failedStatus: 503 });
    expect(ports.seen.logged).toMatchObject([{ level: "warn", fields: { detail: "HTTP 503" } }]);
    await pass(61);
    answer = { ok: true, detail: "HTTP 200" };
    await beatHeart(ports);
    expect(pings).toBe(2);
    const reading = await readHeartbeat(ports);
    expect(reading.lastOkAt).toBeInstanceOf(Date);
    expect(reading).toMatchObject({ failedAt: null, failedStatus: null });
  });

  it("does not speak of what ended before the processes that run now were started", async () => {
    await polled();
    await pass(5);
    await database.client.$executeRaw`
      insert into worker (id, role, started_at, beat_at) values ('worker-1', 'worker', now(), now())`;
    await sent();
    await beatHeart(ports);
    expect(pings).toBe(0);
    await polled();
    await beatHeart(ports);
    expect(pings).toBe(1);
  });

  it("leaves no trace when no watch is set up", async () => {
    const quiet = { ...ports, pingHeartbeat: null };
    await polled();
    await deliverAndMark(quiet);
    await beatHeart(quiet);
    expect(await database.client.rateWindow.count()).toBe(0);
  });
});
