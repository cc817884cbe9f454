import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Database } from "../../adapters/db/open-database.ts";
import { clearDatabase } from "../../testing/builders/clear-database.ts";
import { givenOrganization } from "../../testing/builders/people.ts";
import { testContext, testPorts, type TestPorts } from "../../testing/builders/service-context.ts";
import { tellCounts } from "../../testing/builders/told-counts.ts";
import { createTestDatabase } from "../../testing/setup/test-database.ts";
import type { SpikeLevel } from "../../contracts/organization.ts";
import { countCells } from "../cells/count-cells.ts";
import { updateOrganization } from "../organization/update-organization.ts";
import { explainSpikes } from "./explain-spikes.ts";
import { watchSpikes } from "./watch-spikes.ts";

const day = 86_400_000;

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
const today = () => Math.floor(ports.clock.now().getTime() / day);

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

async function tell(days: readonly Told[], number = "n1", organizationId = "default") {
  await tellCounts(
    database,
    days.flatMap(({ day, messages, blocks }) => [
      { number, day, count: messages },
      { number, day, count: blocks, kind: "block" as const },
    ]),
    organizationId,
  );
  await count();
}
async function count() {
  for (let worked = -1; worked !== 0;) worked = await countCells(ports);
}
/** As if the rest between two looks were over. */
async function watch() {
  await database.client.$executeRaw`update spike_number set due_at = now() - interval '1 second'`;
  const judged = await watchSpikes(ports);
  await explainSpikes(ports);
  return judged;
}
const spikes = async () =>
  (await database.client.spike.findMany({ where: { kind: "block" }, orderBy: { calledDay: "asc" } })).map(
    (row) => ({
      at: `${row.phoneNumberId} ${row.startDay - today()} ${row.calledDay - today()}`,
      state: row.withdrawnAt === null ? row.state : "withdrawn",
    }),
  );
/** A mark of all that is kept, but for when it was written. */
const everything = async () => {
  const omit = { updatedAt: true, detectedAt: true, attributedAt: true, foundAt: true } as const;
  const kept = await Promise.all([
    database.client.spike.findMany({ orderBy: { id: "asc" }, omit }),
    database.client.spikeStand.findMany({
      orderBy: [{ phoneNumberId: "asc" }, { kind: "asc" }, { day: "asc" }],
    }),
  ]);
  return createHash("sha256").update(JSON.stringify(kept)).digest("hex");
};

describe("watching a number", () => {
  it("calls a rise on the day it shows, also in a history that is loaded afterwards, and ends it", async () => {
    await tell(past(...times(40, 200, 2), ...times(4, 200, 7), ...times(20, 200, 2)));
    await tell(past(...times(64, 200, 2)), "n2");
    await tell(past(...times(40, 200, 2), ...times(24, 200, 7)), "n1", "other");
    expect(await watch()).toBe(3);
    expect(await spikes()).toMatchObject([
      { at: "n1 -24 -21", state: "ended" },
      { at: "n1 -24 -21", state: "open" },
    ]);
    expect(await watchSpikes(ports)).toBe(0);
    // Facts of today do not take back what earlier days called.
    await tell([{ day: today(), messages: 10, blocks: 0 }], "n1", "other");
    expect(await watch()).toBe(1);
    expect((await spikes()).map(({ state }) => state)).toEqual(["ended", "open"]);
  });

  it("gives the same whether days come one by one, at once, or late and out of order", async () => {
    const days = past(...times(40, 200, 2), ...times(4, 200, 7), ...times(20, 200, 2));
    await tell(days);
    await watch();
    const atOnce = await everything();
    await clearDatabase(database);
    await givenOrganization(database);
    const present = ports.clock.now();
    for (const one of days) {
      ports.clock.current = new Date(one.day * day + 20 * 3_600_000);
      await tell([one]);
      await watch();
    }
    ports.clock.current = present;
    await watch();
    expect(await everything()).toBe(atOnce);
    await clearDatabase(database);
    await givenOrganization(database);
    for (const part of [days.slice(50), days.slice(0, 20), days.slice(20, 50)]) {
      await tell(part);
      await watch();
    }
    expect(await everything()).toBe(atOnce);
  });

  it("judges what was counted before spikes were called: the migration marks it as if it came in now", async () => {
    await tell(past(...times(40, 200, 2), ...times(4, 200, 7), ...times(20, 200, 2)));
    await tell(past(...times(30, 0, 1)), "n2");
    await watch();
    const whole = await everything();
    for (const table of ["spike_number", "spike_stand", "spike"]) {
      await database.executeSql(`delete from ${table}`);
    }
    const file = "../../../prisma/migrations/20261123084015_spikes/migration.sql";
    const sql = readFileSync(new URL(file, import.meta.url), "utf8");
    await database.executeSql(sql.slice(sql.indexOf("INSERT INTO")));
    expect(await watch()).toBe(2);
    expect(await everything()).toBe(whole);
  });

  it("judges all days anew when another level of false alarms is chosen, and only then", async () => {
    await tell(past(...times(60, 200, 2), ...times(2, 200, 7), ...times(2, 200, 2)));
    const choose = (spikeLevel: SpikeLevel) =>
      updateOrganization(testContext(database, { ports }), { spikeLevel });
    const found = async () => {
      await watch();
      return (await spikes()).map(({ state }) => state);
    };
    expect(await found()).toEqual([]);
    await choose("eagerest");
    expect(await found()).not.toContain("withdrawn");
    expect(await spikes()).toHaveLength(1);
    await choose("careful");
    expect(await found()).toEqual(["withdrawn"]);
    await choose("careful");
    expect(await watchSpikes(ports)).toBe(0);
  });

  it("withdraws a spike that later facts explain away, and does not judge a day twice", async () => {
    const days = past(...times(60, 200, 2), ...times(3, 200, 14));
    await tell(days);
    await watch();
    expect(await spikes()).toEqual([{ at: "n1 -3 -3", state: "open" }]);
    // The blocks belonged to far more messages, which were sent in late.
    await tell(days.slice(-3).map((one) => ({ ...one, messages: 1_500, blocks: 0 })));
    await watch();
    expect(await spikes()).toEqual([{ at: "n1 -3 -3", state: "withdrawn" }]);
  });

  it("calls a rise on the day it happens, before that day is over", async () => {
    await tell(past(...times(60, 200, 2)));
    await watch();
    await tell([{ day: today(), messages: 200, blocks: 60 }]);
    await watch();
    expect(await spikes()).toEqual([{ at: "n1 0 0", state: "open" }]);
  });
});
