import { expect, test } from "@playwright/test";
import pg from "pg";
import { startGraphDouble } from "../lib/sandbox/graph-double.ts";
import { createUniformWorld } from "../lib/sandbox/world.ts";
import { signIn as signInToApi } from "../lib/testing/process/api-client.ts";
import { startApp, startWorker, type WorkerProcess } from "../lib/testing/process/app-process.ts";
import { freePort } from "../lib/testing/setup/free-port.ts";
import { startPostgres } from "../lib/testing/setup/postgres-server.ts";

const intervalSeconds = 3;

interface RunRow {
  trigger: string;
  occurred_at: Date;
  finished_at: Date | null;
  attempt: number;
  outcome: string | null;
}

test("one web process and two workers on one PostgreSQL: no slot is polled twice, and a killed worker's round is taken up", async () => {
  test.setTimeout(240_000);
  const world = createUniformWorld({ wabas: 3, numbersPerWaba: 4, now: () => Date.now(), seed: 3 });
  const double = await startGraphDouble({ world, latencyMs: 250 });
  const server = await startPostgres();
  const pool = new pg.Pool({ connectionString: server.url("postgres"), max: 2 });
  // The server stops before the pool's last connection has said goodbye.
  pool.on("error", () => undefined);
  const env = {
    DATABASE_URL: server.url("postgres"),
    APP_SECRET: "two-workers-two-workers-two-workers",
    GRAPH_BASE_URL: double.url,
    META_ACCESS_TOKEN: double.accessToken,
    META_BUSINESS_ID: world.portfolios[0]?.id ?? "",
    POLL_INTERVAL_SECONDS: String(intervalSeconds),
  };
  const options = { dataDir: "unused", port: 0, env };
  const workers: WorkerProcess[] = [];
  try {
    workers.push(startWorker(options), startWorker(options));
    const web = await startApp({ ...options, port: await freePort(), args: ["--role=web"] });
    const runs = async () =>
      (await pool.query<RunRow>("select * from poll_run where trigger = 'schedule' order by occurred_at"))
        .rows;
    await expect.poll(async () => (await runs()).length, { timeout: 60_000 }).toBeGreaterThanOrEqual(8);
    const undisturbed = (await runs()).filter((run) => run.finished_at !== null);
    expect(undisturbed.map((run) => run.attempt)).toEqual(undisturbed.map(() => 1));
    for (const [index, run] of undisturbed.slice(1).entries()) {
      const gap = run.occurred_at.getTime() - (undisturbed[index]?.occurred_at.getTime() ?? 0);
      // Each slot has its own jitter of up to 5 %.
      expect(gap).toBeGreaterThanOrEqual(intervalSeconds * 950 - 50);
    }

    // Half-way through a round: calls are out, the answers are not all stored.
    await expect
      .poll(async () => (await runs()).some((run) => run.finished_at === null), { intervals: [20] })
      .toBe(true);
    const [first] = workers;
    const other = world.portfolios[0]?.wabas[0]?.phoneNumbers[0];
    world.setRating(other?.id ?? "", "RED");
    await first?.kill();
    await expect
      .poll(async () => (await pool.query("select 1 from incident where severity = 'SEV1'")).rowCount, {
        timeout: 90_000,
      })
      .toBe(1);
    const open = (await runs()).filter(
      (run) => run.finished_at === null && run.occurred_at.getTime() < Date.now() - 60_000,
    );
    expect(open).toEqual([]);
    const api = await signInToApi(web.url);
    const { data } = await api.get<{ data: { qualityRating: string }[] }>("/api/v1/phone-numbers");
    expect(data.filter((number) => number.qualityRating === "RED")).toHaveLength(1);
    expect(await web.stop()).toBe(0);
  } finally {
    for (const worker of workers) await worker.kill();
    await pool.end();
    await server.stop();
    await double.close();
  }
});
