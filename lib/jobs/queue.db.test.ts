import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Database } from "../adapters/db/open-database.ts";
import { createTestDatabase, testDatabaseUrl } from "../testing/setup/test-database.ts";
import { startQueue, type Queue } from "./queue.ts";

let database: Database;
let queue: Queue;
const errors: unknown[] = [];
const begin = async (supervise = true) => {
  queue = await startQueue(database, { supervise, onError: (error) => errors.push(error) });
};
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  errors.length = 0;
  await begin();
  await database.executeSql("delete from pgboss.job");
});
afterEach(() => queue.stop());

const round = (pollRunId: string) => ({ organizationId: "default", pollRunId });
const send = (pollRunId: string) => queue.send("poll", round(pollRunId), { singletonKey: pollRunId });

/** Resolves with what came once `count` jobs have come. */
function collect<T>(count: number): { handler: (payload: T) => Promise<void>; all: Promise<T[]> } {
  const seen: T[] = [];
  let done: ((seen: T[]) => void) | undefined;
  const all = new Promise<T[]>((resolve) => (done = resolve));
  return {
    all,
    handler: (payload) => {
      if (seen.push(payload) === count) done?.(seen);
      return Promise.resolve();
    },
  };
}

describe("the queue", () => {
  it("holds one waiting job for one key, however often it is asked", async () => {
    for (let ask = 0; ask < 5; ask++) await send("a");
    await Promise.all(Array.from({ length: 5 }, () => send("b")));
    expect(await queue.sizes()).toEqual({
      poll: 2,
      repoll: 0,
      prune: 0,
      "compact-polls": 0,
      "check-tokens": 0,
      "suspect-blocks": 0,
    });
  });

  it("gives each job to a worker once", async () => {
    for (const id of ["a", "b", "c"]) await send(id);
    const { handler, all } = collect<{ pollRunId: string }>(3);
    await queue.work("poll", 2, handler);
    expect((await all).map(({ pollRunId }) => pollRunId).sort()).toEqual(["a", "b", "c"]);
  });

  it("takes a key again while its job runs, and lets one slow job hold up no other", async () => {
    let letGo = () => {};
    const hanging = new Promise<void>((resolve) => (letGo = resolve));
    const started = collect<string>(2);
    await send("slow");
    await send("quick");
    await queue.work("poll", 2, async ({ pollRunId }) => {
      await started.handler(pollRunId);
      if (pollRunId === "slow") await hanging;
    });
    expect((await started.all).sort()).toEqual(["quick", "slow"]);
    await send("slow");
    expect((await queue.sizes()).poll).toBe(1);
    letGo();
  });

  it("reports what a job throws, and keeps a re-poll for another try", async () => {
    const tried = collect<object>(1);
    await queue.send("repoll", { organizationId: "default", connectionId: "c" }, { singletonKey: "c" });
    await queue.work("repoll", 1, async (payload) => {
      await tried.handler(payload);
      throw new Error("another round is open");
    });
    await tried.all;
    const job = async () => {
      const { rows } = await database.executeSql(
        "select state, retry_count from pgboss.job where name = 'repoll'",
      );
      return rows[0] as { state: string };
    };
    let now = await job();
    while (now.state === "active") now = await job();
    expect(now).toMatchObject({ state: "retry" });
    expect(errors).toMatchObject([{ message: "another round is open" }]);
  });

  it("may be started twice on one database, and has each schedule once", async () => {
    const second = await startQueue(database, { supervise: false, onError: (error) => errors.push(error) });
    for (const one of [queue, second, queue]) await one.schedule("prune", "17 3 * * *");
    const { rows } = await database.executeSql("select name, cron from pgboss.schedule");
    expect(rows).toEqual([{ name: "prune", cron: "17 3 * * *" }]);
    await second.send("poll", round("from the web"), { singletonKey: "w" });
    expect((await queue.sizes()).poll).toBe(1);
    await second.stop();
    expect(errors).toEqual([]);
  });

  it("may be started by several processes at once on a new database", async (test) => {
    const empty = await createTestDatabase({ empty: true });
    test.skip(testDatabaseUrl(empty) === null, "the embedded database belongs to one process");
    const queues = await Promise.all(
      Array.from({ length: 6 }, () =>
        startQueue(empty, { supervise: false, onError: (error) => errors.push(error) }),
      ),
    );
    await queues[5]?.send("poll", round("a"), { singletonKey: "a" });
    for (const one of queues) expect((await one.sizes()).poll).toBe(1);
    await Promise.all(queues.map((one) => one.stop()));
    expect(errors).toEqual([]);
  });
});
