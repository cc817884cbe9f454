import { beforeAll, beforeEach, expect, it } from "vitest";
import type { Database } from "../../adapters/db/open-database.ts";
import { sourceMixShape } from "../../contracts/insights.ts";
import { clearDatabase } from "../../testing/builders/clear-database.ts";
import { givenOrganization } from "../../testing/builders/people.ts";
import { testContext, testPorts, type TestPorts } from "../../testing/builders/service-context.ts";
import { toldFacts } from "../../testing/builders/told-facts.ts";
import { createTestDatabase } from "../../testing/setup/test-database.ts";
import { countCells } from "../cells/count-cells.ts";
import { readSourceMix } from "./read-source-mix.ts";

let database: Database;
let ports: TestPorts;
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  await clearDatabase(database);
  await givenOrganization(database);
  ports = testPorts(database);
});

const dayMs = 86_400_000;
/** The clock stands at 1 June 2026, 09:00: the current week is 25 to 31 May. */
const today = Date.UTC(2026, 5, 1);

/** New contacts of the week that ended so many weeks ago. */
async function givenWeek(weeksAgo: number, bySource: Record<string, number>, organizationId = "default") {
  const rows = Object.entries(bySource).flatMap(([source, count]) =>
    Array.from({ length: count }, (_, index) => ({
      person: `${source} ${weeksAgo} ${index}`,
      source,
      at: new Date(today - (weeksAgo + 1) * 7 * dayMs + (index % 7) * dayMs + index),
    })),
  );
  await toldFacts(database, organizationId).optIns(rows);
}
async function mix() {
  for (let worked = -1; worked !== 0;) worked = await countCells(ports);
  return sourceMixShape.parse(await readSourceMix(testContext(database, { ports }), {}));
}

it("tells a shift although the total is as usual, by how much, and which source moved", async () => {
  for (let week = 1; week <= 6; week++) await givenWeek(week, { form: 140 + week, shop: 60 - week });
  await givenWeek(0, { form: 60, shop: 60, flyer: 80 });
  await givenWeek(0, { flyer: 5_000 }, "other");
  const dto = await mix();
  expect(dto).toMatchObject({
    verdict: "shifted",
    missing: null,
    current: { from: "2026-05-25T00:00:00.000Z", to: "2026-06-01T00:00:00.000Z", contacts: 200 },
    // Six weeks have contacts: the two before the first opt-in are no reference.
    reference: {
      from: "2026-04-13T00:00:00.000Z",
      to: "2026-05-25T00:00:00.000Z",
      contacts: 1_200,
      weeks: 6,
    },
    total: { beforePerWeek: 200, now: 200, isUsual: true },
  });
  // Before: 861 and 339 of 1,200; now 60, 60 and 80 of 200. The form lost 0.7175 − 0.3, the flyer gained 0.4.
  expect(dto.sources.map(({ key }) => key)).toEqual(["form", "flyer", "shop"]);
  expect(dto.distance).toBeCloseTo(861 / 1_200 - 0.3, 10);
  expect(dto.distanceInterval![0]).toBeGreaterThan(0.2);
});

it("says what is missing instead of a verdict", async () => {
  await givenWeek(0, { form: 150 });
  await givenWeek(1, { form: 150 });
  expect(await mix()).toMatchObject({
    verdict: "not-enough-data",
    missing: { reason: "few-weeks", needed: 3 },
    distance: null,
    sources: [],
    reference: { weeks: 1 },
  });
});

it("opt-ins of today wait for the day to be whole", async () => {
  await givenWeek(-1, { form: 30 });
  expect(await mix()).toMatchObject({ current: { contacts: 0 }, reference: { weeks: 0, contacts: 0 } });
});
