import { openDatabase, type Database } from "../adapters/db/open-database.ts";
import type { ServicePorts } from "../services/context.ts";
import { countCells } from "../services/cells/count-cells.ts";
import { explainSpikes } from "../services/spikes/explain-spikes.ts";
import { watchSpikes } from "../services/spikes/watch-spikes.ts";
import { tellCounts, type ToldCount } from "../testing/builders/told-counts.ts";
import { benchPorts } from "./bench-ports.ts";
import { atLeast, atMost, type Figure } from "./figure.ts";

const numbers = 1_000;
const historyDays = 70;
/** Of every number: four sources, each in two campaigns. */
const leaves = 8;
const risen = "s1";

/**
 * A portfolio of 1,000 numbers whose opt-outs rise on the same day, each with the same one of its sources: how long until every one is
 * called, and until it is said what it goes along with. From cells in the database, through the product's own loops.
 */
export async function benchSpikes(databaseUrl: string): Promise<Figure[]> {
  const database = await openDatabase({ root: process.cwd(), databaseUrl });
  await database.migrate();
  const { ports, close } = benchPorts(database);
  try {
    const createdAt = new Date();
    await database.client.organization.create({ data: { id: "default", name: "Bench", createdAt } });
    const today = Math.floor(Date.now() / 86_400_000);
    const loaded = await timed(async () => {
      for (let day = today - historyDays; day < today; day += 1) await tell(database, ports, day, 1);
    });
    const firstSeconds = await timed(() => drain(() => watchSpikes(ports)));
    await rouse(database);
    await tell(database, ports, today, 6);
    const roundSeconds = await timed(() => drain(() => watchSpikes(ports)));
    const spikes = await database.client.spike.count({ where: { withdrawnAt: null, state: "open" } });
    const explainSeconds = await timed(() => drain(() => explainSpikes(ports)));
    const named = await database.client.spike.count({
      where: { attribution: { path: ["rules", "last", "causes", "0", "where", "source"], equals: risen } },
    });
    const detail = `${spikes} spikes on ${numbers} numbers, ${leaves} pairs of source and campaign each; the right source first in ${named}; ${historyDays} days counted in ${loaded.toFixed(0)} s, judged for the first time in ${firstSeconds.toFixed(1)} s`;
    return [
      atMost("causes of a day's spikes, 1,000 numbers, from cells", explainSeconds, "s", 10, detail),
      atMost("judging 1,000 numbers when a day's cells changed", roundSeconds, "s", 10),
      atLeast("numbers with a spike called", spikes, "spikes", numbers),
    ];
  } finally {
    await close();
    await database.close();
  }
}

/** One day of every number: 400 messages a source and campaign, 1 % opt-outs, and of one source so many times as many. */
async function tell(database: Database, ports: ServicePorts, day: number, ratio: number): Promise<void> {
  const counts: ToldCount[] = [];
  for (let number = 0; number < numbers; number += 1) {
    for (let leaf = 0; leaf < leaves; leaf += 1) {
      const source = `s${Math.floor(leaf / 2)}`;
      const at = { number: `n${number}`, day, source, campaign: `c${leaf % 2}`, template: "t" };
      // Between 2 and 6 by number, day and leaf: days that differ, the same in every run.
      const optOuts = 2 + ((number * 7 + day * 13 + leaf * 29) % 5);
      counts.push({ ...at, count: 400 });
      counts.push({ ...at, kind: "opt_out", count: source === risen ? ratio * optOuts : optOuts });
    }
  }
  await tellCounts(database, counts);
  await drain(() => countCells(ports));
}

/** As if the rest between two looks were over. */
async function rouse(database: Database): Promise<void> {
  await database.client.$executeRaw`update spike_number set due_at = now() - interval '1 second'`;
}

async function drain(run: () => Promise<number>): Promise<void> {
  while ((await run()) > 0);
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return (performance.now() - startedAt) / 1000;
}
