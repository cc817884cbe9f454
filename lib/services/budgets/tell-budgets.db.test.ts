import { beforeAll, beforeEach, expect, it } from "vitest";
import type { Database } from "../../adapters/db/open-database.ts";
import { clearDatabase } from "../../testing/builders/clear-database.ts";
import { givenChannel } from "../../testing/builders/given-channel.ts";
import { testPorts, type TestPorts } from "../../testing/builders/service-context.ts";
import { tellCounts } from "../../testing/builders/told-counts.ts";
import { createTestDatabase } from "../../testing/setup/test-database.ts";
import { countCells } from "../cells/count-cells.ts";
import { processTransitions } from "../transitions/process-transitions.ts";
import { tellBudgets } from "./tell-budgets.ts";
import { watchBudgets } from "./watch-budgets.ts";

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
  await givenChannel(ports, "on-call", { minSeverity: "SEV3" });
});

const today = () => Math.floor(ports.clock.now().getTime() / dayMs);

/** Days of 1,000 messages with so many blocks until yesterday, after 60 with 8. */
async function givenDays(later: readonly number[], source?: string) {
  const blocks = [...new Array<number>(60).fill(8), ...later];
  await tellCounts(
    database,
    blocks.flatMap((count, index) => {
      const place = {
        number: "n1",
        day: today() - blocks.length + index,
        ...(source === undefined ? {} : { source }),
      };
      return [
        { ...place, count: 1_000 },
        { ...place, count, kind: "block" as const },
      ];
    }),
  );
  await round();
}
async function round() {
  for (let worked = -1; worked !== 0;) worked = await countCells(ports);
  await database.client.$executeRaw`update budget_subject set due_at = now() - interval '1 second'`;
  await watchBudgets(ports);
}
/** One more day, with so many blocks. */
async function nextDay(blocks: number) {
  await tellCounts(database, [
    { number: "n1", day: today(), count: 1_000 },
    { number: "n1", day: today(), count: blocks, kind: "block" },
  ]);
  ports.clock.advance(dayMs);
  await round();
  ports.clock.advance(3 * minute);
  return tell();
}
async function tell() {
  await tellBudgets(ports);
  await processTransitions(ports);
  const rows = await database.client.incident.findMany({ orderBy: { openedAt: "asc" } });
  return rows.map(({ state, title, severity }) => `${severity} ${state} ${title}`).sort();
}

it("tells of a slow burn once it has settled, again when it becomes fast, and of its end", async () => {
  await givenDays([30, 30, 30]);
  expect(await tell()).toEqual([]);
  ports.clock.advance(3 * minute);
  expect(await tell()).toEqual(["SEV3 open number n1: slow burn of the quality budget"]);
  expect(await tell()).toHaveLength(1);
  const [incident] = await database.client.incident.findMany();
  expect(incident!.summary).toMatch(/^Number n1 has used \d+ % of its quality budget.*Slow burn/);
  expect(incident).toMatchObject({ kind: "budget-burning", subject: { phoneNumberId: "n1" } });
  expect(await database.client.delivery.count()).toBe(1);
  for (let day = 0; day < 2; day++) await nextDay(80);
  expect(await nextDay(80)).toEqual(["SEV2 open number n1: fast burn of the quality budget"]);
  expect(await database.client.delivery.count()).toBe(2);
  for (let day = 0; day < 8; day++) await nextDay(15);
  expect(await tell()).toEqual(["SEV3 open number n1: slow burn of the quality budget"]);
  for (let day = 0; day < 15; day++) await nextDay(4);
  expect(await tell()).toEqual([expect.stringMatching(/^SEV3 resolved/) as string]);
  // Easing is not spoken of; the end is.
  expect(await database.client.delivery.count()).toBe(3);
});

it("names the source that burns, and calls nobody for a history that is loaded afterwards or a source too small", async () => {
  await givenDays([70, 70], "till");
  ports.clock.advance(3 * minute);
  expect(await tell()).toEqual([
    "SEV2 open number n1: fast burn of the quality budget",
    "SEV2 open source till: fast burn of the quality budget",
  ]);
  const source = await database.client.incident.findFirstOrThrow({ where: { phoneNumberId: null } });
  const entry = await database.client.optInSource.findFirstOrThrow({ where: { key: "till" } });
  expect(source.subject).toEqual({ optInSourceId: entry.id });
  // Hidden from now on, so it cannot stay open.
  await database.client.organization.updateMany({ data: { smallGroupSize: 100_000 } });
  expect((await tell()).filter((line) => line.includes("resolved"))).toHaveLength(1);
  await clearDatabase(database);
  await givenChannel(ports, "on-call", { minSeverity: "SEV3" });
  await givenDays([...new Array<number>(6).fill(70), ...new Array<number>(4).fill(40)]);
  ports.clock.advance(3 * minute);
  expect(await tell()).toEqual([]);
  expect(await database.client.budgetState.findFirst({ where: { key: "n1" } })).toMatchObject({
    burn: "fast",
  });
});
