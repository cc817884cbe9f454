import { beforeAll, beforeEach, expect, it } from "vitest";
import type { Database } from "../../adapters/db/open-database.ts";
import { spikeCheckQuery, spikeCheckShape } from "../../contracts/spike-checks.ts";
import { clearDatabase } from "../../testing/builders/clear-database.ts";
import { givenOrganization } from "../../testing/builders/people.ts";
import { testContext, testPorts, type TestPorts } from "../../testing/builders/service-context.ts";
import { tellCounts, type ToldCount } from "../../testing/builders/told-counts.ts";
import { createTestDatabase } from "../../testing/setup/test-database.ts";
import { countCells } from "../cells/count-cells.ts";
import { checkSlice } from "./check-slice.ts";

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
const check = async (query: object, organizationId = "default") =>
  spikeCheckShape.parse(
    await checkSlice(testContext(database, { ports, organizationId }), spikeCheckQuery.parse(query)),
  );

/** So many days of a flyer with 300 and a till with 3,000 messages a day, 1 % blocks; the flyer's five times as many for six days. */
async function givenDays(days: number) {
  const counts: ToldCount[] = [];
  for (let ago = days; ago >= 1; ago -= 1) {
    const day = today() - ago;
    counts.push({ number: "n1", day, source: "flyer", campaign: "spring", count: 300 });
    counts.push({
      number: "n1",
      day,
      source: "flyer",
      campaign: "spring",
      kind: "block",
      count: ago <= 6 ? 15 : 3,
    });
    counts.push({ number: "n2", day, source: "till", count: 3_000 });
    counts.push({ number: "n2", day, source: "till", kind: "block", count: 30 });
  }
  await tellCounts(database, counts);
  for (let worked = -1; worked !== 0;) worked = await countCells(ports);
}

it("finds the rise of a source on the spot, and none where there is none", async () => {
  await givenDays(70);
  const found = await check({ source: "flyer", kind: "block" });
  expect(found).toMatchObject({ state: "watched", exposures: 21_000 });
  expect(found.spikes).toHaveLength(1);
  expect(found.spikes[0]).toMatchObject({
    state: "open",
    startedAt: new Date((today() - 6) * dayMs).toISOString(),
    exposures: 1_800,
    signals: 90,
  });
  expect(found.spikes[0]!.summary).toMatch(
    /^Blocks on source flyer have stood at .* 90 where about \d+ were expected\.$/,
  );
  expect(await check({ source: "till" })).toMatchObject({ state: "watched", spikes: [] });
  expect(
    (await check({ campaign: "spring", phoneNumberId: "n1", rule: "split" })).spikes.map(({ kind }) => kind),
  ).toContain("block");
});

it("says that it is learning, that a slice is too small, or that nothing is known of it", async () => {
  await givenDays(20);
  await tellCounts(database, [{ number: "n1", day: today() - 2, source: "stand", count: 19 }]);
  for (let worked = -1; worked !== 0;) worked = await countCells(ports);
  expect(await check({ source: "flyer" })).toMatchObject({ state: "learning", spikes: [] });
  expect(await check({ source: "stand" })).toMatchObject({ state: "too-small", exposures: null });
  expect(await check({ source: "nowhere" })).toMatchObject({ state: "no-data", exposures: null, days: null });
  expect(await check({ source: "flyer" }, "other")).toMatchObject({ state: "no-data" });
});
