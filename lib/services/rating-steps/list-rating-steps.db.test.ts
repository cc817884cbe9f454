import { beforeAll, beforeEach, expect, it } from "vitest";
import type { Database } from "../../adapters/db/open-database.ts";
import { pageQuery } from "../../contracts/page.ts";
import { ratingStepsShape } from "../../contracts/rating-steps.ts";
import { clearDatabase } from "../../testing/builders/clear-database.ts";
import { givenOrganization } from "../../testing/builders/people.ts";
import { testContext, testPorts, type TestPorts } from "../../testing/builders/service-context.ts";
import { tellCounts } from "../../testing/builders/told-counts.ts";
import { createTestDatabase } from "../../testing/setup/test-database.ts";
import { countCells } from "../cells/count-cells.ts";
import { listRatingSteps } from "./list-rating-steps.ts";

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

async function givenRatings(
  ...ratings: readonly (readonly [daysAgo: number, from: string | null, to: string])[]
) {
  const { client } = database;
  const at = (daysAgo: number) => new Date((today() - daysAgo) * dayMs + 8 * 3_600_000);
  await client.phoneNumber.create({
    data: {
      ...{ organizationId: "default", id: "n1", connectionId: "c1", wabaId: "w1", qualityReasons: [] },
      ...{ firstSeenAt: at(60), observedAt: at(0) },
    },
  });
  await client.phoneNumberChange.createMany({
    data: ratings.map(([daysAgo, fromValue, toValue]) => ({
      ...{ organizationId: "default", phoneNumberId: "n1", id: `change-${daysAgo}`, field: "quality_rating" },
      ...{ fromValue, toValue, occurredAt: at(daysAgo), recordedAt: at(daysAgo), source: "poll" },
    })),
  });
}

/** 60 days of 500 messages with 5 blocks and 2 opt-outs; in the last days before today so many blocks a day instead. */
async function givenDays(...lastBlocks: readonly number[]) {
  const counts = Array.from({ length: 60 }, (_, index) => {
    const day = today() - 60 + index;
    const blocks = lastBlocks[index - (60 - lastBlocks.length)] ?? 5;
    const at = { number: "n1", day };
    return [
      { ...at, count: 500 },
      { ...at, kind: "block" as const, count: blocks },
      { ...at, kind: "opt_out" as const, count: 2 },
    ];
  });
  await tellCounts(database, counts.flat());
  for (let worked = -1; worked !== 0;) worked = await countCells(ports);
}

const list = async (query: object = {}, organizationId = "default") =>
  ratingStepsShape.parse(
    await listRatingSteps(testContext(database, { ports, organizationId }), "n1", pageQuery.parse(query)),
  );

const findings = (step: { weeks: { kind: string; finding: string }[] } | undefined) =>
  Object.fromEntries(step?.weeks.map(({ kind, finding }) => [kind, finding]) ?? []);

it("says which signals stood above their usual rate in the week before a fall, without a spike being called", async () => {
  await givenDays(5, 5, 5, 12, 14, 15);
  await givenRatings([40, null, "GREEN"], [0, "GREEN", "YELLOW"]);
  const { data } = await list();
  expect(data).toHaveLength(1);
  const [step] = data;
  expect(step).toMatchObject({ from: "GREEN", to: "YELLOW", direction: "fell", spikeIds: [] });
  expect(findings(step)).toMatchObject({ block: "raised", opt_out: "usual", report: "not-known" });
  const block = step!.weeks.find(({ kind }) => kind === "block")!;
  // By hand: (5 × (0.125 + 0.177 + 0.25 + 0.354) + 12 × 0.5 + 14 × 0.707 + 15) / (5 × 3.113).
  expect(block.ratio).toBeCloseTo(2.27, 1);
  expect(step!.summary).toContain("blocks stood at 2.");
  expect(step!.summary).not.toMatch(/because|caused/);
});

it("says that what Meta saw is not in the counts, or that there are none to compare", async () => {
  await givenDays();
  await givenRatings([58, "GREEN", "RED"], [0, "RED", "YELLOW"], [1, "YELLOW", "UNKNOWN"]);
  const { data } = await list();
  expect(data.map(({ direction }) => direction)).toEqual(["improved", "fell"]);
  expect(data[0]!.summary).toContain("What Meta saw is not in these counts.");
  expect(findings(data[1])).toMatchObject({ block: "not-known", negative: "not-known" });
  expect(data[1]!.summary).toContain("too little to compare");
});

it("pages, and knows no number of another organization", async () => {
  await givenDays();
  await givenRatings([9, "GREEN", "RED"], [5, "RED", "GREEN"]);
  const first = await list({ limit: "1" });
  expect(first.data.map(({ to }) => to)).toEqual(["GREEN"]);
  const second = await list({ limit: "1", cursor: first.nextCursor });
  expect(second.data.map(({ to }) => to)).toEqual(["RED"]);
  expect(second.nextCursor).toBeNull();
  await expect(list({}, "other")).rejects.toMatchObject({ code: "NOT_FOUND" });
});
