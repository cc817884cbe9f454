import { beforeAll, beforeEach, expect, it } from "vitest";
import type { Database } from "../../adapters/db/open-database.ts";
import { clearDatabase } from "../../testing/builders/clear-database.ts";
import { givenChannel } from "../../testing/builders/given-channel.ts";
import { testPorts, type TestPorts } from "../../testing/builders/service-context.ts";
import { tellCounts } from "../../testing/builders/told-counts.ts";
import { createTestDatabase } from "../../testing/setup/test-database.ts";
import { countCells } from "../cells/count-cells.ts";
import { processTransitions } from "../transitions/process-transitions.ts";
import { tellSpikes } from "./tell-spikes.ts";
import { explainSpikes } from "./explain-spikes.ts";
import { watchSpikes } from "./watch-spikes.ts";

const dayMs = 86_400_000;
const minute = 60_000;

let database: Database;
let ports: TestPorts;
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  await clearDatabase(database);
  ports = testPorts(database);
  await givenChannel(ports, "on-call");
});

const today = () => Math.floor(ports.clock.now().getTime() / dayMs);

/** 60 days of 200 messages and 2 blocks, then `risen` days with 14, then `calm` days as before, until yesterday. */
async function givenRise(risen: number, calm = 0) {
  const first = today() - 60 - risen - calm;
  const blocks = [
    ...new Array<number>(60).fill(2),
    ...new Array<number>(risen).fill(14),
    ...new Array<number>(calm).fill(2),
  ];
  await tellCounts(
    database,
    blocks.flatMap((count, index) => [
      { number: "n1", day: first + index, count: 200 },
      { number: "n1", day: first + index, count, kind: "block" as const },
    ]),
  );
  await round();
}
async function round() {
  for (let worked = -1; worked !== 0;) worked = await countCells(ports);
  await database.client.$executeRaw`update spike_number set due_at = now() - interval '1 second'`;
  await watchSpikes(ports);
  await explainSpikes(ports);
}
async function tell() {
  await tellSpikes(ports);
  await processTransitions(ports);
  const rows = await database.client.incident.findMany({ orderBy: { openedAt: "asc" } });
  return rows.map(({ state, title, severity }) => `${severity} ${state} ${title}`);
}

it("tells of a rise of late once it has settled, once, and of its end", async () => {
  await givenRise(2);
  expect(await tell()).toEqual([]);
  ports.clock.advance(3 * minute);
  expect(await tell()).toEqual([
    expect.stringMatching(/^SEV2 open number n1: blocks at \d\.\d times the usual rate$/) as string,
  ]);
  expect(await tell()).toHaveLength(1);
  const [incident] = await database.client.incident.findMany();
  expect(incident!.summary).toMatch(/^Blocks on number n1 have stood at/);
  expect(incident!.subject).toMatchObject({
    phoneNumberId: "n1",
    spikeId: expect.stringContaining("n1-block") as string,
  });
  expect(await database.client.delivery.count()).toBe(1);
  // The blocks belonged to messages that were sent in late: it is over.
  await tellCounts(
    database,
    [1, 2].map((ago) => ({ number: "n1", day: today() - ago, count: 1_300 })),
  );
  await round();
  expect(await tell()).toEqual([expect.stringMatching(/^SEV2 resolved/) as string]);
});

it("calls nobody for a rise in an imported history", async () => {
  await givenRise(4, 20);
  ports.clock.advance(3 * minute);
  expect(await tell()).toEqual([]);
  expect(await database.client.spike.count({ where: { kind: "block", withdrawnAt: null } })).toBe(1);
});
