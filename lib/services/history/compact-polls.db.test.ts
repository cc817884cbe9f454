import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Database } from "../../adapters/db/open-database.ts";
import { clearDatabase } from "../../testing/builders/clear-database.ts";
import { testPorts, type TestPorts } from "../../testing/builders/service-context.ts";
import { createTestDatabase } from "../../testing/setup/test-database.ts";
import { compactPolls } from "./compact-polls.ts";

const organizationId = "default";
const minute = 60_000;
const day = 86_400_000;

let database: Database;
let ports: TestPorts;
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  await clearDatabase(database);
  // 2026-06-01T09:00Z: whole days up to 17 May are old, 18 May is the first that stays.
  ports = testPorts(database);
});

let serial = 0;
async function polls(start: string, count: number, more: object = {}, everyMinutes = 10): Promise<void> {
  await database.client.wabaPoll.createMany({
    data: Array.from({ length: count }, (_, index) => {
      const at = new Date(Date.parse(start) + index * everyMinutes * minute);
      return {
        ...{ organizationId, wabaId: "w1", pollRunId: `run-${++serial}`, occurredAt: at, recordedAt: at },
        ...{ outcome: "complete", numberCount: 2, callCount: 1, ...more },
      };
    }),
  });
}
const days = () =>
  database.client.pollDay.findMany({
    orderBy: [{ organizationId: "asc" }, { wabaId: "asc" }, { day: "asc" }],
  });

describe("compaction of polls", () => {
  it("makes one row a WABA and day of rounds older than 14 whole days, and leaves the younger ones", async () => {
    await polls("2026-05-16T00:00:00Z", 144);
    await polls("2026-05-16T00:05:00Z", 2, { outcome: "failed", callCount: 3 });
    await polls("2026-05-16T12:00:00Z", 1, { wabaId: "w2", outcome: "incomplete" });
    await polls("2026-05-17T23:50:00Z", 2);
    await compactPolls(ports);
    const rows = await days();
    expect(rows.map(({ wabaId, day: on }) => [wabaId, on.toISOString().slice(0, 10)])).toEqual([
      ["w1", "2026-05-16"],
      ["w1", "2026-05-17"],
      ["w2", "2026-05-16"],
    ]);
    expect(rows[0]).toMatchObject({
      completeCount: 144,
      incompleteCount: 0,
      failedCount: 2,
      callCount: 150,
      firstAt: new Date("2026-05-16T00:00:00Z"),
      lastAt: new Date("2026-05-16T23:50:00Z"),
      longestGapSeconds: 600,
    });
    // From the last reading of the day before, 23:50, to 23:50: a whole day without a reading.
    expect(rows[1]).toMatchObject({ completeCount: 1, longestGapSeconds: 86_400 });
    expect(await database.client.wabaPoll.findMany({ select: { occurredAt: true } })).toEqual([
      { occurredAt: new Date("2026-05-18T00:00:00Z") },
    ]);
  });

  it("says of a day on which nothing was read that the whole day is a gap", async () => {
    await polls("2026-05-10T08:00:00Z", 3, { outcome: "failed" });
    await polls("2026-05-10T09:00:00Z", 1, { outcome: "lost" });
    await compactPolls(ports);
    expect(await days()).toMatchObject([{ completeCount: 0, failedCount: 4, longestGapSeconds: 86_400 }]);
  });

  it("may run twice, and adds rounds of a day that came late", async () => {
    await polls("2026-05-10T08:00:00Z", 3);
    await compactPolls(ports);
    const once = await days();
    await compactPolls(ports);
    expect(await days()).toEqual(once);
    await polls("2026-05-10T12:00:00Z", 1);
    await compactPolls(ports);
    expect(await days()).toMatchObject([
      {
        completeCount: 4,
        firstAt: new Date("2026-05-10T08:00:00Z"),
        lastAt: new Date("2026-05-10T12:00:00Z"),
        longestGapSeconds: (12 * 60 - 8 * 60 - 20) * 60,
      },
    ]);
  });

  it("F45 two at the same moment count each round once", async () => {
    await polls("2026-05-10T00:00:00Z", 144);
    await polls("2026-05-10T00:00:00Z", 10, { organizationId: "other" });
    await Promise.all([compactPolls(ports), compactPolls(ports)]);
    await compactPolls(ports);
    expect((await days()).map((row) => [row.organizationId, row.completeCount])).toEqual([
      ["default", 144],
      ["other", 10],
    ]);
    expect(await database.client.wabaPoll.count()).toBe(0);
  });
});

describe("rounds over connections", () => {
  async function givenRuns(connectionId: string, ages: readonly number[], open = false): Promise<void> {
    await database.client.pollRun.createMany({
      data: ages.map((age) => {
        const at = new Date(ports.clock.now().getTime() - age * day);
        return {
          ...{ organizationId, id: `${connectionId}-${++serial}`, connectionId, trigger: "schedule" },
          ...{
            occurredAt: at,
            recordedAt: at,
            finishedAt: open ? null : at,
            openFor: open ? connectionId : null,
          },
        };
      }),
    });
  }
  const left = async (connectionId: string) => database.client.pollRun.count({ where: { connectionId } });

  it("go after 14 days, but the newest 20 of a connection stay, and so does one that is open", async () => {
    const connection = {
      ...{
        organizationId,
        name: "Shops",
        kind: "meta",
        managedBy: "person",
        graphBaseUrl: "https://graph.test",
      },
      ...{
        apiVersion: "v25.0",
        wabaIds: [],
        accessTokenCipher: Buffer.from("x"),
        verifyTokenCipher: Buffer.from("x"),
      },
      ...{ pollIntervalSeconds: 600, createdAt: ports.clock.now(), nextPollAt: ports.clock.now() },
    };
    await database.client.connection.createMany({
      data: [
        { ...connection, id: "busy", state: "active" },
        { ...connection, id: "paused", state: "paused" },
      ],
    });
    await givenRuns("busy", [...Array.from({ length: 30 }, (_, index) => index * 0.1), 16, 17]);
    await givenRuns(
      "paused",
      Array.from({ length: 25 }, (_, index) => 60 + index),
    );
    await givenRuns("gone", [1, 16]);
    await givenRuns("stuck", [40], true);
    await compactPolls(ports);
    expect([await left("busy"), await left("paused"), await left("gone"), await left("stuck")]).toEqual([
      30, 20, 1, 1,
    ]);
  });
});
