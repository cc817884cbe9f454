import { beforeAll, beforeEach, expect, it } from "vitest";
import type { Database } from "../../adapters/db/open-database.ts";
import { spikeDetailShape, spikesQuery, spikesShape } from "../../contracts/spikes.ts";
import { clearDatabase } from "../../testing/builders/clear-database.ts";
import { givenOrganization } from "../../testing/builders/people.ts";
import { testContext, testPorts, type TestPorts } from "../../testing/builders/service-context.ts";
import { tellCounts, type ToldCount } from "../../testing/builders/told-counts.ts";
import { createTestDatabase } from "../../testing/setup/test-database.ts";
import { countCells } from "../cells/count-cells.ts";
import { getSpike } from "./get-spike.ts";
import { listSpikes } from "./list-spikes.ts";
import { explainSpikes } from "./explain-spikes.ts";
import { watchSpikes } from "./watch-spikes.ts";

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

const today = () => Math.floor(ports.clock.now().getTime() / dayMs);
const list = async (query: object = {}, organizationId = "default") =>
  spikesShape.parse(
    await listSpikes(testContext(database, { ports, organizationId }), spikesQuery.parse(query)),
  );

/**
 * 70 days of three sources, 300 messages a day each, 1 % blocks; over the last `risen` days `poisoned` sources block five
 * times as often.
 */
async function givenHistory(poisoned: readonly string[], risen = 6, organizationId = "default") {
  const counts: ToldCount[] = [];
  for (let ago = 70; ago >= 1; ago--) {
    for (const source of ["checkout", "qr-flyer", "till"]) {
      const day = today() - ago;
      const place = {
        number: "n1",
        day,
        source,
        campaign: ago % 2 === 0 ? "spring" : "news",
        template: "t1",
      };
      counts.push({ ...place, count: 300 });
      counts.push({ ...place, kind: "block", count: poisoned.includes(source) && ago <= risen ? 15 : 3 });
    }
  }
  await tellCounts(database, counts, organizationId);
  for (let worked = -1; worked !== 0;) worked = await countCells(ports);
  await watchSpikes(ports);
  await explainSpikes(ports);
}

it("names the source that carries a rise, with counts and two sentences", async () => {
  await givenHistory(["qr-flyer"]);
  const { data, waitingNumbers, watchedNumbers, promise } = await list({ kind: "block" });
  expect({ waitingNumbers, watchedNumbers, promise }).toEqual({
    waitingNumbers: 0,
    watchedNumbers: 1,
    promise: "at most one false alarm per number in five years, on average",
  });
  expect(data).toHaveLength(1);
  const spike = data[0]!;
  expect(spike).toMatchObject({
    phoneNumberId: "n1",
    state: "open",
    endedAt: null,
    startedAt: new Date((today() - 6) * dayMs).toISOString(),
    external: false,
    orderFlips: false,
    inDiscoveryList: true,
  });
  expect(spike.attribution[0]).toMatchObject({
    where: { source: "qr-flyer" },
    names: { source: "source qr-flyer" },
  });
  expect(spike.attribution[0]!.share).toBeGreaterThan(0.85);
  // 15 blocks where 3 were usual, against sources that stayed at 3.
  expect(spike.attribution[0]!.rateRatio).toBeGreaterThan(4);
  expect(spike.attribution[0]!.rateRatio).toBeLessThan(6.5);
  expect(spike.summary.split(/\. /)).toHaveLength(2);
  expect(spike.summary).toContain("goes along with source qr-flyer");
  const detail = spikeDetailShape.parse(await getSpike(testContext(database, { ports }), spike.id));
  expect(detail.window?.signals).toBe(6 * (15 + 3 + 3));
  expect(detail.series).toHaveLength(56 + 7);
  expect(detail.series.at(-2)).toMatchObject({ exposures: 900, signals: 21 });
  expect(detail.series.at(-2)!.usual).toBeCloseTo(9, 0);
});

it("looks again at what a young spike goes along with while facts still come in, and later more seldom", async () => {
  await givenHistory(["qr-flyer"]);
  const first = (await list({ kind: "block" })).data[0]!;
  expect(first.attribution[0]).toMatchObject({ where: { source: "qr-flyer" } });
  const more = async (after: number) => {
    ports.clock.current = new Date(ports.clock.now().getTime() + after);
    const place = { number: "n1", day: today() - 2, source: "till", campaign: "spring", template: "t1" };
    await tellCounts(database, [{ ...place, kind: "block", count: 400 }]);
    for (let worked = -1; worked !== 0;) worked = await countCells(ports);
    await database.client.$executeRaw`update spike_number set due_at = now() - interval '1 second'`;
    await watchSpikes(ports);
    return explainSpikes(ports);
  };
  expect(await more(1_000), "one second later").toBe(0);
  expect(await more(6_000)).toBeGreaterThan(0);
  expect((await list({ kind: "block" })).data[0]!.attribution[0]).toMatchObject({
    where: { source: "till" },
  });
  expect(await more(3_600_000)).toBeGreaterThan(0);
  expect(await more(60_000), "a minute after it was looked at an hour after its call").toBe(0);
  expect(await more(600_000)).toBeGreaterThan(0);
});

it("says that everything rose when it did, and names nothing", async () => {
  await givenHistory(["checkout", "qr-flyer", "till"]);
  const [spike] = (await list({ kind: "block" })).data;
  expect(spike).toMatchObject({ external: true, attribution: [] });
  expect(spike!.summary).toContain("runs through everything");
});

it("keeps organizations apart, pages, and leaves withdrawn spikes out unless asked for", async () => {
  await givenHistory(["qr-flyer"], 6, "other");
  expect((await list()).data).toEqual([]);
  const others = (await list({}, "other")).data;
  expect(others.map(({ kind }) => kind).sort()).toEqual(["block", "negative"]);
  await expect(getSpike(testContext(database, { ports }), others[0]!.id)).rejects.toMatchObject({
    code: "NOT_FOUND",
  });
  const first = await list({ limit: 1 }, "other");
  const second = await list({ limit: 1, cursor: first.nextCursor }, "other");
  expect([first.data[0]!.id, second.data[0]!.id].sort()).toEqual(others.map(({ id }) => id).sort());
  await database.client.spike.updateMany({ data: { withdrawnAt: ports.clock.now() } });
  expect((await list({}, "other")).data).toEqual([]);
  expect((await list({ state: "withdrawn" }, "other")).data).toHaveLength(2);
});
