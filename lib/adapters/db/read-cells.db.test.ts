import { beforeAll, expect, it } from "vitest";
import { seededRandom } from "../../sandbox/seeded-random.ts";
import { createTestDatabase } from "../../testing/setup/test-database.ts";
import type { Database } from "./open-database.ts";
import { readCellState, readSignalGroups, type CellColumn, type CellsQuestion } from "./read-cells.ts";

const organizationId = "org";
/** 2026-05-04, a Monday. */
const monday = 20577;
const weeks = 12;

interface Cell {
  readonly hour: number;
  readonly source: number;
  readonly kind: string;
  readonly template: number;
  readonly split: number;
}

let database: Database;
let cells: Cell[];
beforeAll(async () => {
  database = await createTestDatabase();
  const random = seededRandom(4);
  const upTo = (count: number) => Math.floor(random() * count);
  const drawn = Array.from({ length: 2_000 }, () => ({
    hour: monday * 24 + upTo(weeks * 168),
    source: upTo(4),
    template: upTo(3),
    kind: ["block", "opt_out", "a kind of tomorrow"][upTo(3)] ?? "",
    split: 1 + upTo(1_000_000),
  }));
  const nameOf = ({ hour, source, template, kind }: Cell) => [hour, source, template, kind].join();
  cells = [...new Map(drawn.map((cell) => [nameOf(cell), cell])).values()];
  for (const org of [organizationId, "another"]) {
    await database.client.signalCell.createMany({
      data: cells.map((cell) => ({
        ...cell,
        organizationId: org,
        number: 1,
        campaign: cell.source + 1,
        cohort: 0,
        basis: "observed",
        ageDays: 0,
        last: 1,
        first: 0,
        split: BigInt(cell.split),
      })),
    });
  }
  await database.executeSql(`
    insert into signal_pair_week (organization_id, week, number, source, campaign, kind, basis, "last", "first", "split")
    select organization_id, hour / 24 - (hour / 24 + 3) % 7, number, source, campaign, kind, basis, sum("last"),
      sum("first"), sum("split")
    from signal_cell group by 1, 2, 3, 4, 5, 6, 7`);
});

/** Counted one by one from the hours. */
function countedByHand({ hours, by, only }: CellsQuestion): Map<string, number> {
  const sums = new Map<string, number>();
  for (const cell of cells) {
    const { hour, source, template, kind, split } = cell;
    if (hour < hours.from || hour >= hours.to || only.source?.includes(source) === false) continue;
    if (only.template?.includes(template) === false) continue;
    const day = Math.floor(hour / 24);
    const columns: Record<CellColumn, number> = {
      number: 1,
      source,
      campaign: source + 1,
      template,
      cohort: 0,
      day,
      week: day - ((day + 3) % 7),
    };
    const name = JSON.stringify([by.map((column) => columns[column]), kind]);
    sums.set(name, (sums.get(name) ?? 0) + split);
  }
  return sums;
}

it("signals of any range are those of its hours, whichever cells they are read from", async () => {
  const { lastHour } = await readCellState(database.client, organizationId);
  const groupings: CellColumn[][] = [
    [],
    ["source"],
    ["source", "week"],
    ["campaign", "number"],
    ["source", "day"],
    ["template"],
    ["cohort", "source"],
  ];
  const filters: CellsQuestion["only"][] = [{}, { source: [1, 3] }, { template: [2] }];
  const random = seededRandom(40);
  for (let round = 0; round < 60; round++) {
    const from = monday * 24 - 100 + Math.floor(random() * weeks * 168);
    const question: CellsQuestion = {
      hours: { from, to: from + Math.floor(random() * weeks * 168) },
      by: groupings[round % groupings.length] ?? [],
      rule: "split",
      only: filters[Math.floor(random() * filters.length)] ?? {},
      lastHour,
    };
    const groups = await readSignalGroups(database.client, organizationId, question);
    const stored = groups.map(
      ({ key, kind, count }) => [JSON.stringify([key, kind]), Math.round(count * 1_000_000)] as const,
    );
    expect(new Map(stored), JSON.stringify(question)).toEqual(countedByHand(question));
  }
});

it("signals are read from weeks where these hold what is asked for", async () => {
  const hours = { from: monday * 24, to: (monday + 7 * weeks) * 24 };
  await database.executeSql("delete from signal_cell where organization_id = 'another'");
  const sum = async (by: CellColumn[]) => {
    const groups = await readSignalGroups(database.client, "another", { hours, by, rule: "last", only: {} });
    return groups.reduce((total, { count }) => total + count, 0);
  };
  expect(await sum(["source", "campaign", "week"])).toBe(cells.length);
  expect(await sum(["template"])).toBe(0);
});

it("the newest hour is one of signals when these come after the last message", async () => {
  const last = Math.max(...cells.map(({ hour }) => hour));
  expect((await readCellState(database.client, organizationId)).lastHour).toBe(last);
});
