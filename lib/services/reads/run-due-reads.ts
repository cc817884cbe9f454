import { listWebhookConnections, type StoredConnection } from "../../adapters/db/connections.ts";
import {
  claimDueReads,
  ensureReads,
  lockUsage,
  renewReadLeases,
  storeUsage,
  type ReadableConnection,
} from "../../adapters/db/scheduled-reads.ts";
import { mayRead, noteUsage } from "../../core/collection/call-budget.ts";
import type { GraphCredentials } from "../../core/collection/graph-api-port.ts";
import { scheduledReadKinds } from "../../core/collection/plan-next-read.ts";
import { readUsage } from "../collector/read-stored.ts";
import { openCredentials } from "../connections/open-credentials.ts";
import { inTransaction, type ServicePorts } from "../context.ts";
import type { ReadResult } from "./read-job.ts";
import { runRead } from "./run-read.ts";

/** Readings that one process runs at once, and of these over one connection: one that hangs leaves room. */
const atOnce = 24;
const atOncePerConnection = 8;
const renewEveryMs = 20_000;

/**
 * Reads what is due beside the phone numbers: claims some, reads and stores each, books their ends. A process that
 * dies leaves leases that end, and its readings are taken up again.
 *
 * @returns how many readings were worked on; call again while there are some.
 */
export async function runDueReads(ports: ServicePorts): Promise<number> {
  await ensureReads(ports.db);
  const connections = new Map<string, StoredConnection>();
  for (const connection of await listWebhookConnections(ports.db)) {
    if (connection.state === "active")
      connections.set(keyOf(connection.organizationId, connection.id), connection);
  }
  const leaseToken = ports.random.secret(12);
  const claimed = await claimDueReads(ports.db, {
    limit: atOnce,
    perConnection: atOncePerConnection,
    leaseToken,
    readable: [...connections.values()].map((connection) => readable(ports, connection)),
  });
  if (claimed.length === 0) return 0;
  const credentials = new Map<string, Promise<GraphCredentials>>();
  const credentialsOf = (key: string, connection: StoredConnection) => {
    const known = credentials.get(key) ?? openCredentials(ports, connection);
    credentials.set(key, known);
    return known;
  };
  const spent = new Map<string, ReadResult[]>();
  const keeper = setInterval(
    () => void renewReadLeases(ports.db, leaseToken).catch(() => null),
    renewEveryMs,
  );
  try {
    const ends = await Promise.allSettled(
      claimed.map(async (read) => {
        const key = keyOf(read.organizationId, read.connectionId);
        const connection = connections.get(key);
        if (connection === undefined) return;
        const result = await runRead(ports, read, connection, () => credentialsOf(key, connection));
        if (result !== null) spent.set(key, [...(spent.get(key) ?? []), result]);
      }),
    );
    for (const [key, results] of spent) await keepUsage(ports, connections.get(key), results);
    const failed = ends.find((end) => end.status === "rejected");
    if (failed !== undefined) throw failed.reason;
  } finally {
    clearInterval(keeper);
  }
  return claimed.length;
}

/**
 * What the call budget of a connection leaves for readings: ratings come first. After a throttle the next poll is the
 * probe, and readings wait until it went through.
 */
function readable(ports: ServicePorts, connection: StoredConnection): ReadableConnection {
  const { organizationId, id: connectionId } = connection;
  const throttled = (connection.lastError as { kind?: unknown } | null)?.kind === "rate-limited";
  const usage = readUsage(connection.usage, connection.lastSuccessAt);
  const at = { now: ports.clock.now(), jitter: 0 };
  const kinds = throttled ? [] : scheduledReadKinds.filter((kind) => mayRead(kind, usage, at).go);
  return { organizationId, connectionId, kinds };
}

/** Keeps what the answers said of the call budget, beside what polls said meanwhile. */
async function keepUsage(
  ports: ServicePorts,
  connection: StoredConnection | undefined,
  results: readonly ReadResult[],
): Promise<void> {
  if (connection === undefined || results.every(({ usage }) => usage === null)) return;
  const place = { organizationId: connection.organizationId, connectionId: connection.id };
  const at = ports.clock.now();
  await inTransaction(ports, async (tx) => {
    const stored = await lockUsage(tx, place);
    if (stored === null) return;
    const before = readUsage(stored.usage, stored.lastSuccessAt);
    const after = results.reduce(
      (known, { usage }) => (usage === null ? known : noteUsage(known, usage, at)),
      before,
    );
    if (after !== null && after !== before) await storeUsage(tx, place, after);
  });
}

function keyOf(organizationId: string, connectionId: string): string {
  return `${organizationId} ${connectionId}`;
}
