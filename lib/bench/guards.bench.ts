import { openDatabase, type Database } from "../adapters/db/open-database.ts";
import { countCells } from "../services/cells/count-cells.ts";
import type { ServicePorts } from "../services/context.ts";
import { watchGuards } from "../services/guards/watch-guards.ts";
import { watchOpenDays } from "../services/guards/watch-open-days.ts";
import { tellCounts, type ToldCount } from "../testing/builders/told-counts.ts";
import { benchPorts } from "./bench-ports.ts";
import { atMost, type Figure } from "./figure.ts";

const launches = 500;
const oldSources = 100;
const numbers = 20;
const historyDays = 42;
const launchedDaysAgo = 21;

/**
 * 500 launches under watch, each held against five old sources of its number: what it costs to judge one more day of all of them, and to look at the day
 * under way. From cells in the database, through the product's own loops.
 */
export async function benchGuards(databaseUrl: string): Promise<Figure[]> {
  const database = await openDatabase({ root: process.cwd(), databaseUrl });
  await database.migrate();
  const { ports, close } = benchPorts(database);
  try {
    const today = Math.floor(Date.now() / 86_400_000);
    await register(database, today);
    for (let day = today - historyDays; day < today - 1; day += 1) await tell(database, ports, day, today);
    const firstSeconds = await timed(() => watchGuards(ports));
    await tell(database, ports, today - 1, today);
    const roundSeconds = await timed(() => watchGuards(ports));
    await tell(database, ports, today, today);
    const openSeconds = await timed(() => watchOpenDays(ports));
    const judged = await database.client.launchGuard.count({
      where: { throughDay: today - 1, exposures: { gt: 0 } },
    });
    const detail = `${judged} launches on ${numbers} numbers; ${launchedDaysAgo} days judged for the first time in ${firstSeconds.toFixed(1)} s`;
    return [
      atMost("launch guard: one more day of 500 launches, from cells", roundSeconds, "s", 5, detail),
      atMost("launch guard: the day under way of 500 launches, from cells", openSeconds, "s", 5),
    ];
  } finally {
    await close();
    await database.close();
  }
}

async function register(database: Database, today: number): Promise<void> {
  const createdAt = new Date();
  const own = { organizationId: "default", createdAt, createdBy: "bench" };
  const { client } = database;
  await client.organization.create({ data: { id: "default", name: "Bench", createdAt } });
  const ids = Array.from({ length: launches }, (_, index) => `m${index}`);
  await client.activationMethod.createMany({
    data: ids.map((id) => ({
      ...own,
      ...{ id, name: id, kind: "qr-code", state: "launched", tags: [] },
      launchedAt: new Date((today - launchedDaysAgo) * 86_400_000),
    })),
  });
  await client.optInSource.createMany({
    data: ids.map((id) => ({
      ...own,
      ...{ id: `s-${id}`, key: `new-${id}`, name: id, state: "registered", tags: [], activationMethodId: id },
    })),
  });
}

/** One day of every source: 60 messages of a launch, 600 of an old source, 1 % opt-outs, most of them on the same day. */
async function tell(database: Database, ports: ServicePorts, day: number, today: number): Promise<void> {
  const counts: ToldCount[] = [];
  const add = (source: string, number: number, perDay: number, seed: number) => {
    const at = { number: `n${number}`, day, source, template: "t", cohort: day - ((day + 3) % 7) };
    counts.push({ ...at, count: perDay });
    // A hundredth on the same day and a five-hundredth on the next, the same in every run.
    const share = (each: number) => Math.floor((perDay + ((seed * 7 + day * 13) % each)) / each);
    counts.push(
      { ...at, kind: "opt_out", count: share(100) },
      { ...at, kind: "opt_out", ageDays: 1, count: share(500) },
    );
  };
  for (let index = 0; index < oldSources; index += 1) add(`old-${index}`, index % numbers, 600, index);
  if (day >= today - launchedDaysAgo)
    for (let index = 0; index < launches; index += 1) add(`new-m${index}`, index % numbers, 60, index);
  await tellCounts(database, counts);
  while ((await countCells(ports)) > 0);
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return (performance.now() - startedAt) / 1000;
}
