import { startGraphDouble } from "../sandbox/graph-double.ts";
import { createUniformWorld } from "../sandbox/world.ts";
import { claimDuePolls } from "../adapters/db/poll-runs.ts";
import { openDatabase, type Database } from "../adapters/db/open-database.ts";
import { insertConnection } from "../services/connections/create.ts";
import { runPoll } from "../services/polls/run-poll.ts";
import { benchPorts } from "./bench-ports.ts";
import { atMost, quantile, type Figure } from "./figure.ts";

const rounds = 7;

/** 1,000 numbers in 20 WABAs, 10 ms a call: first round (everything new) and later rounds, on either database. */
export async function benchPoll(databaseUrl: string | undefined): Promise<Figure[]> {
  const database = await openDatabase({ root: process.cwd(), databaseUrl });
  try {
    await database.migrate();
    return await measure(database);
  } finally {
    await database.close();
  }
}

async function measure(database: Database): Promise<Figure[]> {
  const now = () => Date.now();
  const world = createUniformWorld({ wabas: 20, numbersPerWaba: 50, now, seed: 7 });
  const double = await startGraphDouble({ world, latencyMs: 10 });
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
    for (let round = 0; round < rounds; round++) {
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
    if (stored !== 1_000) throw new Error(`expected 1,000 stored numbers, found ${stored}`);
    const [first = Number.NaN, ...later] = times;
    const detail = `${calls} phone-number calls a round for 20 WABAs; later rounds ${quantile(later, 0.5).toFixed(0)} ms (median of ${later.length})`;
    return [atMost(`poll of 1,000 numbers to stored rows, ${database.kind}`, first, "ms", 3_000, detail)];
  } finally {
    await double.close();
    await close();
  }
}
