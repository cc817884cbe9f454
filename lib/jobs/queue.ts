import PgBoss from "pg-boss";
import type { Database } from "../adapters/db/open-database.ts";
import { TryLater } from "../services/polls/try-later.ts";

/** Queues by name; the payload is ids only, the rows are the truth. */
export interface QueuePayloads {
  /** Runs one open poll round. */
  poll: { organizationId: string; pollRunId: string };
  /** Opens a round because Meta said something moved. */
  repoll: { organizationId: string; connectionId: string };
  /** Daily: expired sessions, answers, raw bodies. */
  prune: object;
  /** Daily: rounds older than 14 days to a row a day. */
  "compact-polls": object;
  /** Hourly: silences that are probably blocks. */
  "suspect-blocks": object;
  /** Daily: what Meta says of every token. */
  "check-tokens": object;
}
export type QueueName = keyof QueuePayloads;

export interface Queue {
  send<N extends QueueName>(name: N, payload: QueuePayloads[N], options?: PgBoss.SendOptions): Promise<void>;
  work<N extends QueueName>(
    name: N,
    atOnce: number,
    handler: (payload: QueuePayloads[N]) => Promise<void>,
  ): Promise<void>;
  schedule(name: QueueName, cron: string): Promise<void>;
  /** Jobs that wait, per queue. */
  sizes(): Promise<Record<QueueName, number>>;
  stop(): Promise<void>;
}

/** How often an idle worker looks for a job: people wait for polls, nobody waits for housekeeping. */
const pollingSeconds: Readonly<Record<QueueName, number>> = {
  poll: 0.5,
  repoll: 1,
  prune: 60,
  "compact-polls": 60,
  "suspect-blocks": 60,
  "check-tokens": 60,
};

/**
 * `short`: of one key at most one job waits, so that asking again while a round is still queued adds nothing. Rounds
 * carry their own lease and are taken up again from their row, so a job that is lost with its worker needs no expiry.
 */
const queues: Readonly<Record<QueueName, Omit<PgBoss.Queue, "name">>> = {
  poll: { policy: "short", retryLimit: 0, expireInSeconds: 900 },
  repoll: { policy: "short", retryLimit: 5, retryDelay: 5, expireInSeconds: 60 },
  prune: { policy: "short", retryLimit: 2, expireInSeconds: 600 },
  "compact-polls": { policy: "short", retryLimit: 2, expireInSeconds: 1_800 },
  "suspect-blocks": { policy: "short", retryLimit: 2, expireInSeconds: 1_800 },
  "check-tokens": { policy: "short", retryLimit: 2, expireInSeconds: 600 },
};
const queueNames = Object.keys(queues) as QueueName[];

/**
 * pg-boss on whichever database is in use. `supervise` false (the web role) sends only: maintenance and cron belong to
 * processes that work.
 */
export async function startQueue(
  database: Database,
  startOptions: { supervise: boolean; onError: (error: unknown) => void },
): Promise<Queue> {
  const boss = new PgBoss({
    db: { executeSql: (text: string, values: unknown[]) => database.executeSql(text, values) },
    schema: "pgboss",
    supervise: startOptions.supervise,
    schedule: startOptions.supervise,
    maintenanceIntervalSeconds: 60,
    archiveCompletedAfterSeconds: 600,
    deleteAfterHours: 24,
  });
  boss.on("error", startOptions.onError);
  await boss.start();
  const existing = new Set((await boss.getQueues()).map(({ name }) => name));
  for (const name of queueNames) {
    if (!existing.has(name)) await createQueue(boss, name);
  }

  return {
    send: async (name, payload, sendOptions = {}) => {
      await boss.send(name, payload, sendOptions);
    },
    work: async (name, atOnce, handler) => {
      // One worker per job at once: a slow round must not hold back the round of another connection.
      const options = { pollingIntervalSeconds: pollingSeconds[name], batchSize: 1 };
      for (let index = 0; index < atOnce; index++) {
        await boss.work<QueuePayloads[typeof name]>(name, options, async (jobs) => {
          for (const job of jobs) {
            try {
              await handler(job.data);
            } catch (error) {
              // pg-boss keeps the error in its table only, where nobody looks.
              if (!(error instanceof TryLater)) startOptions.onError(error);
              throw error;
            }
          }
        });
      }
    },
    schedule: async (name, cron) => boss.schedule(name, cron),
    sizes: async () => {
      const sizes = await Promise.all(
        queueNames.map(async (name) => [name, await boss.getQueueSize(name)] as const),
      );
      return Object.fromEntries(sizes) as Record<QueueName, number>;
    },
    stop: async () => boss.stop({ graceful: true, wait: true, timeout: 15_000, close: false }),
  };
}

const deadlock = "40P01";
const mostTries = 10;

/**
 * Processes that start at once on a new database create the same queues. Each holds a lock on the list of queues that the
 * other's foreign key waits for, and PostgreSQL ends one of the two: what it wanted is there at its next try.
 */
async function createQueue(boss: PgBoss, name: QueueName): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await boss.createQueue(name, { name, ...queues[name] });
      return;
    } catch (error) {
      const code = error instanceof Error && "code" in error ? error.code : undefined;
      if (code !== deadlock || attempt === mostTries) throw error;
    }
  }
}
