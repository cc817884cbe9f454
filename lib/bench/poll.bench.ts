import { startGraphDouble } from "../sandbox/graph-double.ts";
import { createUniformWorld } from "../sandbox/world.ts";
import { claimDuePolls } from "../adapters/db/poll-runs.ts";
import { openDatabase, type Database } from "../adapters/db/open-database.ts";
import { insertConnection } from "../services/connections/create.ts";
import { runPoll } from "../services/polls/run-poll.ts";
import { benchPorts } from "./bench-ports.ts";
import { atMost, quantile, type Figure } from "./figure.ts";

/** How much one round reads, how slow Meta is, and how long the round may take. */
export interface PollSize {
  readonly wabas: number;
  readonly numbersPerWaba: number;
  readonly latencyMs: number;
  readonly rounds: number;
  readonly targetMs: number;
}

export const smallPoll: PollSize = {
  wabas: 20,
  numbersPerWaba: 50,
  latencyMs: 10,
  rounds: 7,
  targetMs: 3_000,
};
export const largePoll: PollSize = {
  wabas: 500,
  numbersPerWaba: 20,
  latencyMs: 50,
  rounds: 3,
  targetMs: 60_000,
};

/** First round (everything new) and later rounds over one portfolio, on either database. */
export async function benchPoll(databaseUrl: string | undefined, size: PollSize): Promise<Figure[]> {
  const database = await openDatabase({ root: process.cwd(), databaseUrl });
  try {
    await database.migrate();
    return await measure(database, size);
  } finally {
    await database.close();
  }
}

async function measure(database: Database, size: PollSize): Promise<Figure[]> {
  const now = () => Date.now();
  const { wabas, numbersPerWaba, latencyMs } = size;
  const world = createUniformWorld({ wabas, numbersPerWaba, now, seed: 7 });
  const double = await startGraphDouble({ world, latencyMs });
  const { ports, close } = benchPorts(database);
  try {
    await database.client.organization.createMany({
      data: [{ id: "bench", name: "Bench", createdAt: new Date() }],
      skipDuplicates: true,
    });
    await insertConnection(ports, {
      organizationId: "bench",
      id: "bench",
      name: "Bench",
      kind: "meta",
      managedBy: "person",
      graphBaseUrl: double.url,
      apiVersion: "v25.0",
      businessId: world.portfolios[0]?.id ?? "",
      wabaIds: [],
      appId: double.appId,
      accessToken: double.accessToken,
      appSecret: double.appSecret,
      verifyToken: "bench-verify",
      pollIntervalSeconds: 600,
    });
    const times: number[] = [];
    let calls = 0;
    for (let round = 0; round < size.rounds; round++) {
      await database.client.connection.updateMany({ data: { nextPollAt: new Date(0) } });
      const [ref] = await claimDuePolls(database.client, 10);
      if (ref === undefined) throw new Error("no round was due");
      const before = double.requests.length;
      const startedAt = performance.now();
      await runPoll(ports, ref);
      times.push(performance.now() - startedAt);
      calls = double.requests
        .slice(before)
        .filter((request) => request.path.endsWith("/phone_numbers")).length;
    }
    const stored = await database.client.phoneNumber.count();
    const expected = wabas * numbersPerWaba;
    if (stored !== expected) throw new Error(`expected ${expected} stored numbers, found ${stored}`);
    const [first = Number.NaN, ...later] = times;
    const perHour = (calls / wabas) * 6;
    const detail = `${calls} phone-number calls a round for ${wabas} WABAs, ${perHour} an hour and WABA at 10 minutes; later rounds ${quantile(later, 0.5).toFixed(0)} ms (median of ${later.length})`;
    const name = `poll of ${expected} numbers in ${wabas} WABAs at ${latencyMs} ms a call, ${database.kind}`;
    return [
      atMost(name, first, "ms", size.targetMs, detail),
      atMost(`calls an hour and WABA for ratings, ${expected} numbers`, perHour, "calls", 6),
    ];
  } finally {
    await double.close();
    await close();
  }
}
