import { readFile } from "node:fs/promises";
import pg from "pg";
import type { ApiClient } from "../testing/process/api-client.ts";
import { openDatabase } from "../adapters/db/open-database.ts";
import { rebuildCells } from "../services/cells/rebuild-cells.ts";
import { benchPorts } from "./bench-ports.ts";
import { atMost, quantile, type Figure } from "./figure.ts";
import { withProgram } from "./with-program.ts";

export interface CellsLoad {
  readonly exposures: number;
  readonly signals: number;
}

const days = 180;
const contacts = 500_000;
const sources = 200;
const campaigns = 50;
const numbers = 4;
const chunk = 250_000;
const asked = 40;

/**
 * What the ranked tables cost after half a year: 10,000,000 exposures and 100,000 signals, 200 sources, 50 campaigns of
 * eleven days each, opt-ins over 26 weeks. Facts are loaded in bulk and the cells counted by a rebuild; what is
 * measured are whole answers over HTTP, each for another stretch of 90 days.
 */
export async function benchCells(databaseUrl: string, load: CellsLoad): Promise<Figure[]> {
  return withProgram(databaseUrl, async ({ url, admin, pid }) => {
    const loadedIn = await timed(() => loadFacts(databaseUrl, load));
    const countedIn = await timed(() => countAll(databaseUrl));
    const cells = await countRows(databaseUrl);
    const calmIn = await timed(async () => {
      await untilFatigueIsCounted(admin);
      await untilAtRest(pid);
    });
    const ask = async (path: string) => {
      const times: number[] = [];
      for (let index = 0; index < asked; index++) {
        const to = Date.now() - index * 2 * 3_600_000 * 11;
        const range = `from=${iso(to - 90 * 86_400_000)}&to=${iso(to)}`;
        const startedAt = performance.now();
        const response = await fetch(`${url}${path}${range}`, { headers: { cookie: admin.cookie } });
        await response.arrayBuffer();
        if (response.status !== 200) throw new Error(`${path} answered ${response.status}`);
        // The first answers compile the code of the route.
        if (index >= 5) times.push(performance.now() - startedAt);
      }
      return times;
    };
    const pairs = await ask("/api/v1/cells?by=source,campaign&");
    const bySource = await ask("/api/v1/figures?by=source&");
    const page = await ask("/sources?");
    const detail = (times: readonly number[]) =>
      `p50 ${quantile(times, 0.5).toFixed(0)} ms, longest ${Math.max(...times).toFixed(0)} ms`;
    const size = `${load.exposures} exposures and ${load.signals} signals loaded in ${loadedIn.toFixed(0)} s, counted anew in ${countedIn.toFixed(0)} s, fatigue, spikes and budgets ${calmIn.toFixed(0)} s later: ${cells}`;
    return [
      atMost(
        "cells by source and campaign over 90 days, p95",
        quantile(pairs, 0.95),
        "ms",
        100,
        `${detail(pairs)}; ${size}`,
      ),
      atMost(
        "figures of all sources over 90 days, p95",
        quantile(bySource, 0.95),
        "ms",
        150,
        detail(bySource),
      ),
      atMost("sources page, p95", quantile(page, 0.95), "ms", 150, detail(page)),
    ];
  });
}

/** After a load every day of the fatigue curve is counted, which takes one processor: what is measured is what follows. */
async function untilFatigueIsCounted(admin: ApiClient): Promise<void> {
  const from = iso(Date.now() - (days + 10) * 86_400_000);
  for (;;) {
    const { waitingDays } = await admin.get<{ waitingDays: number }>(`/api/v1/fatigue?from=${from}`);
    if (waitingDays <= 1) return;
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
}

/** Spikes and budgets of half a year are judged as well after such a load: what is measured is a day like any other. */
async function untilAtRest(pid: number): Promise<void> {
  const ticks = async () => {
    const fields = (await readFile(`/proc/${pid}/stat`, "utf8")).split(") ")[1]?.split(" ") ?? [];
    return Number(fields[11]) + Number(fields[12]);
  };
  for (let before = await ticks(), calm = 0; calm < 3;) {
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    const now = await ticks();
    // Of 200 ticks in two seconds.
    calm = now - before < 30 ? calm + 1 : 0;
    before = now;
  }
}

const iso = (ms: number) => new Date(ms).toISOString();

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return (performance.now() - startedAt) / 1000;
}

/** In bulk, without the triggers: what they would have written is counted by the rebuild. */
async function loadFacts(databaseUrl: string, load: CellsLoad): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query("set session_replication_role = replica");
    await client.query(
      `insert into opt_in (organization_id, id, contact, contact_key_version, source_key, opted_in_at, recorded_at,
         origin, first_here, first_ever)
       select 'default', 'o' || c, int4send(c), 1, 'source-' || c % ${sources},
         now() - make_interval(days => ${days}) - make_interval(secs => (c::bigint * 7919) % (182 * 86400)), now(), 'api', true, true
       from generate_series(1, ${contacts}) c`,
    );
    for (let from = 0; from < load.exposures; from += chunk) {
      await client.query(
        `insert into exposure (organization_id, id, phone_number_id, contact, contact_key_version, occurred_at,
           recorded_at, sent_at, delivered_at, campaign_key, template_key, origin, first_source, first_cohort,
           last_source, last_cohort)
         select 'default', 'e' || i, '70010' || c % ${numbers}, int4send(c), 1, at, at, at, at,
           'campaign-' || campaign, 'template-' || campaign % 20, 'api', t.first_source, t.first_cohort, t.last_source,
           t.last_cohort
         from (
           select i, 1 + ((i::bigint * 104729) % ${contacts})::int as c,
             now() - make_interval(secs => ${days} * 86400 * (1 - i::float8 / ${load.exposures})) as at,
             (floor(i::float8 / ${load.exposures} * ${days} / 3.6) + i % 3)::int % ${campaigns} as campaign
           from generate_series(${from}, ${Math.min(from + chunk, load.exposures) - 1}) i
         ) e
         cross join lateral opt_in_touch('default', int4send(c), at, null) t`,
      );
    }
    await client.query(
      `insert into signal (organization_id, id, kind, basis, origin, phone_number_id, contact, contact_key_version,
         exposure_id, occurred_at, recorded_at, detail, touches)
       select 'default', 's' || i, (array['block', 'opt_out', 'opt_out', 'report'])[1 + i % 4], 'imported', 'api',
         e.phone_number_id, e.contact, 1, e.id, e.occurred_at + interval '3 hours', now(), '{}',
         jsonb_build_array(jsonb_build_object('s', e.last_source, 'c', e.last_cohort, 'k', e.campaign_key,
           't', e.template_key, 'a', 0, 'l', 1, 'f', 1, 'w', 1000000))
       from generate_series(1, ${load.signals}) i
       join exposure e on e.organization_id = 'default'
         -- A little off, or the regular steps of contacts and sources would meet: all signals would belong to two sources.
         and e.id = 'e' || greatest(0, i::bigint * ${Math.floor(load.exposures / load.signals)} - 1 - (hashint4(i) & 63))`,
    );
    await client.query("set session_replication_role = default");
    await client.query("analyze");
  } finally {
    await client.end();
  }
}

async function countAll(databaseUrl: string): Promise<void> {
  const database = await openDatabase({ root: process.cwd(), databaseUrl });
  const { ports, close } = benchPorts(database);
  try {
    await rebuildCells(ports, "default");
    // Half a year of rows came within minutes: autovacuum, which keeps up with a running system, would still be at it while answers are timed.
    await database.executeSql("vacuum (analyze)");
  } finally {
    await close();
    await database.close();
  }
}

async function countRows(databaseUrl: string): Promise<string> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const tables = [
      "exposure_cell_hour",
      "exposure_cell_day",
      "exposure_pair_hour",
      "exposure_pair_day",
      "exposure_pair_week",
      "signal_cell",
      "signal_pair_week",
    ];
    const counts: string[] = [];
    for (const table of tables) {
      const { rows } = await client.query<{ n: string }>(`select count(*)::text as n from ${table}`);
      counts.push(`${table} ${rows[0]?.n ?? "?"}`);
    }
    return counts.join(", ");
  } finally {
    await client.end();
  }
}
