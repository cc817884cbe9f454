import { assertReadLease, type ClaimedRead } from "../../adapters/db/scheduled-reads.ts";
import type { StoredConnection } from "../../adapters/db/connections.ts";
import type { Db } from "../../adapters/db/open-database.ts";
import type { ExplainedTrouble } from "../../core/collection/explain-trouble.ts";
import type { GraphCredentials, GraphUsage } from "../../core/collection/graph-api-port.ts";
import type { GraphTrouble } from "../../core/collection/graph-trouble.ts";
import type { ReadOutcome } from "../../core/collection/plan-next-read.ts";
import { inTransaction, type ServicePorts } from "../context.ts";

/** One reading that this process holds. */
export interface ReadJob {
  readonly ports: ServicePorts;
  readonly read: ClaimedRead;
  readonly connection: StoredConnection;
  readonly credentials: GraphCredentials;
  /** Fields that Meta refused before in this API version. */
  readonly dropped: readonly string[];
}

/** How it ended; what it read is stored already. */
export interface ReadResult {
  readonly outcome: ReadOutcome;
  readonly trouble: GraphTrouble | null;
  /** Why there was nothing to read, when that is no trouble. */
  readonly note: ExplainedTrouble | null;
  readonly calls: number;
  readonly usage: GraphUsage | null;
  /** Fields that Meta refused this time. */
  readonly refused: readonly string[];
}

export const readDone: ReadResult = {
  outcome: "done",
  trouble: null,
  note: null,
  calls: 0,
  usage: null,
  refused: [],
};

/** Another process has taken the reading over: this one must not write any more. */
export class ReadLeaseLost extends Error {
  override readonly name = "ReadLeaseLost";
}

/**
 * Writes what a reading saw, in one transaction under its lease.
 *
 * @throws ReadLeaseLost
 */
export function storeUnderLease<T>(
  { ports, read }: Pick<ReadJob, "ports" | "read">,
  work: (tx: Db) => Promise<T>,
): Promise<T> {
  return inTransaction(ports, async (tx) => {
    if (!(await assertReadLease(tx, read))) throw new ReadLeaseLost();
    return work(tx);
  });
}

/** Words for a reading that has nothing to read. */
export function readNote(kind: string, message: string, action: string): ExplainedTrouble {
  return { kind, message, action, code: null, traceId: null };
}
