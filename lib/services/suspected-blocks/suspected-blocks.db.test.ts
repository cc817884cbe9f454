import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Database } from "../../adapters/db/open-database.ts";
import { suspectedBlocksQuery, suspectedBlocksShape } from "../../contracts/insights.ts";
import { clearDatabase } from "../../testing/builders/clear-database.ts";
import { givenOrganization } from "../../testing/builders/people.ts";
import { testContext, testPorts, type TestPorts } from "../../testing/builders/service-context.ts";
import { toldFacts } from "../../testing/builders/told-facts.ts";
import { createTestDatabase } from "../../testing/setup/test-database.ts";
import { countCells } from "../cells/count-cells.ts";
import { findSuspectedBlocks } from "./find-suspected-blocks.ts";
import { summarizeSuspectedBlocks } from "./summarize-suspected-blocks.ts";

let database: Database;
let ports: TestPorts;
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  await clearDatabase(database);
  await givenOrganization(database);
  await givenOrganization(database, "other");
  ports = testPorts(database);
});

const hour = 3_600_000;
const day = 24 * hour;
/** So many days before the clock's present moment. */
const ago = (days: number) => new Date(ports.clock.now().getTime() - days * day);
async function countAll() {
  for (let worked = -1; worked !== 0;) worked = await countCells(ports);
}
async function find() {
  await countAll();
  await findSuspectedBlocks(ports);
  await countAll();
}
const suspected = async (organizationId = "default") =>
  (
    await database.client.signal.findMany({
      where: { organizationId, kind: "suspected_block" },
      orderBy: { id: "asc" },
    })
  ).map(({ id }) => id);
const cells = async () =>
  (await database.client.signalCell.findMany({ where: { kind: "suspected_block" } })).map(
    ({ basis, last }) => `${basis} ${last}`,
  );

/**
 * 150 people whose phones were off for two to five days some weeks ago and came back: what is ordinary on this number.
 * Nobody stays away for longer.
 */
async function givenOrdinaryAbsences(organizationId = "default") {
  await toldFacts(database, organizationId).messages(
    Array.from({ length: 150 }, (_, index) => {
      const person = `away ${index}`;
      const start = 38 - (index % 10);
      const back = ago(start - 2.1 - (index % 4));
      return [
        { id: `${person} 0`, person, at: ago(start + 3), deliveredAt: ago(start + 3) },
        { id: `${person} 1`, person, at: ago(start), deliveredAt: back },
        { id: `${person} 2`, person, at: ago(start - 1), deliveredAt: back },
      ];
    }).flat(),
  );
}
/** Thirty people who were reached and then fell silent for good, `days` ago and a little. */
async function givenSilent(days: number, count = 30) {
  await toldFacts(database).messages(
    Array.from({ length: count }, (_, index) => {
      const person = `silent ${index}`;
      return [
        { id: `${person} 0`, person, at: ago(days + 1), deliveredAt: ago(days + 1), campaign: "spring" },
        { id: `${person} 1`, person, at: ago(days) },
        { id: `${person} 2`, person, at: ago(days - 1) },
      ];
    }).flat(),
  );
}

describe("suspected blocks", () => {
  it("are inferred from a long silence after messages got through, once, and answer the message before it", async () => {
    await givenOrdinaryAbsences();
    await givenSilent(20);
    // Never reached, one message only, back again, refused for another reason: none of these is a block.
    await toldFacts(database).messages([
      { id: "new 1", person: "new", at: ago(20) },
      { id: "new 2", person: "new", at: ago(19) },
      { id: "one 0", person: "one", at: ago(21), deliveredAt: ago(21) },
      { id: "one 1", person: "one", at: ago(20) },
      { id: "back 0", person: "back", at: ago(21), deliveredAt: ago(21) },
      { id: "back 1", person: "back", at: ago(20) },
      { id: "back 2", person: "back", at: ago(19) },
      { id: "back 3", person: "back", at: ago(1), deliveredAt: ago(1) },
      { id: "held 0", person: "held", at: ago(21), deliveredAt: ago(21) },
      { id: "held 1", person: "held", at: ago(20), errorCode: 131_049 },
      { id: "held 2", person: "held", at: ago(19), errorCode: 131_049 },
    ]);
    await find();
    const ids = await suspected();
    expect(ids).toHaveLength(30);
    expect(ids).toContain("inferred:block:n1:silent 7 1");
    expect(await cells()).toEqual(["inferred 30"]);

    const row = await database.client.signal.findFirstOrThrow({
      where: { id: "inferred:block:n1:silent 7 1" },
    });
    expect(row).toMatchObject({
      basis: "inferred",
      origin: "inferred",
      lastExposureId: "silent 7 0",
      occurredAt: new Date(ago(20).getTime() - 1),
      detail: { via: "inferred", messages: 2, hours: 480, refused: false },
    });
    const { probability } = row.detail as { probability: number };
    expect(probability).toBeGreaterThanOrEqual(0.6);

    const summary = suspectedBlocksShape.parse(
      await summarizeSuspectedBlocks(testContext(database, { ports }), suspectedBlocksQuery.parse({})),
    );
    expect(summary).toMatchObject({ suspected: 30, data: [{ phoneNumberId: "n1", suspected: 30 }] });
    expect(summary.expectedFalseShare).toBeCloseTo(1 - probability, 6);

    ports.clock.advance(hour);
    const recorded = await database.client.signal.findMany({ orderBy: { id: "asc" } });
    await find();
    expect(await database.client.signal.findMany({ orderBy: { id: "asc" } })).toEqual(recorded);
  });

  it("are taken back by a later sign of life, and the cells with them", async () => {
    await givenOrdinaryAbsences();
    await givenSilent(20);
    await find();
    await toldFacts(database).messages([
      { id: "silent 3 3", person: "silent 3", at: ago(0.1), deliveredAt: ago(0.1) },
      // An older message that is learned of late: the same silence, begun a day earlier.
      { id: "silent 4 late", person: "silent 4", at: ago(20.5) },
    ]);
    await find();
    const ids = await suspected();
    expect(ids).toHaveLength(29);
    expect(ids).not.toContain("inferred:block:n1:silent 3 1");
    expect(ids).not.toContain("inferred:block:n1:silent 4 1");
    expect(ids).toContain("inferred:block:n1:silent 4 late");
    expect(await cells()).toEqual(["inferred 1", "inferred 28"]);
  });

  it("need a baseline: without enough ordinary silences nothing is said", async () => {
    await givenSilent(20);
    await find();
    expect(await suspected()).toEqual([]);
    const summary = await summarizeSuspectedBlocks(testContext(database, { ports }), {});
    expect(summary).toMatchObject({ suspected: 0, expectedFalseShare: null, data: [] });
  });

  it("one organization's silences neither judge nor touch another's", async () => {
    await givenOrdinaryAbsences();
    await givenOrdinaryAbsences("other");
    await givenSilent(20);
    await toldFacts(database, "other").messages([
      { id: "silent 3 3", person: "silent 3", at: ago(0.1), deliveredAt: ago(0.1) },
    ]);
    await find();
    expect(await suspected()).toHaveLength(30);
    expect(await suspected("other")).toEqual([]);
  });
});
