import type { Connection } from "./generated/client.ts";
import type { BudgetReading } from "../../core/collection/call-budget.ts";
import type { Db } from "./open-database.ts";

export type ConnectionState = "active" | "paused" | "token-dead" | "removed";
export type StoredConnection = Omit<Connection, "kind" | "managedBy" | "state"> & {
  kind: "meta" | "sandbox";
  managedBy: "person" | "environment" | "sandbox";
  state: ConnectionState;
};

export async function findConnection(
  db: Db,
  organizationId: string,
  id: string,
): Promise<StoredConnection | null> {
  const row = await db.connection.findUnique({ where: { organizationId_id: { organizationId, id } } });
  return row === null || row.state === "removed" ? null : narrow(row);
}

export async function listConnectionRows(db: Db, organizationId: string): Promise<StoredConnection[]> {
  const rows = await db.connection.findMany({
    where: { organizationId, state: { not: "removed" } },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
  });
  return rows.map(narrow);
}

/** Connections of every organization that can vouch for a webhook: those with an app secret. */
export async function listWebhookConnections(db: Db): Promise<StoredConnection[]> {
  const rows = await db.connection.findMany({
    where: { state: { not: "removed" } },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
  });
  return rows.map(narrow);
}

/** The database's clock: due times are compared with it, so they are made from it (docs/faults.md F40). */
export async function databaseNow(db: Db): Promise<Date> {
  const [row] = await db.$queryRaw<{ now: Date }[]>`select now() as now`;
  if (row === undefined) throw new Error("the database did not say what time it is");
  return row.now;
}

/**
 * For how many seconds Meta has asked for silence, by database time; 0 when calls are welcome, and while a round is
 * open already.
 */
export async function throttledForSeconds(
  db: Db,
  place: { organizationId: string; connectionId: string },
): Promise<number> {
  const [row] = await db.$queryRaw<{ seconds: number }[]>`
    select ceil(extract(epoch from c.next_poll_at - now()))::int as seconds from connection c
    where c.organization_id = ${place.organizationId} and c.id = ${place.connectionId} and c.state = 'active'
      and c.last_error ->> 'kind' = 'rate-limited' and c.next_poll_at > now()
      and not exists (select 1 from poll_run r where r.organization_id = c.organization_id and r.open_for = c.id)`;
  return row?.seconds ?? 0;
}

export interface ConnectionAfterPoll {
  readonly state: "active" | "token-dead";
  readonly nextPollAt: Date | null;
  readonly succeeded: boolean;
  readonly error: unknown;
  /** Null: the round's answers said nothing of the call budget, and what was known stays. */
  readonly usage: BudgetReading | null;
  /** Usage headers of the round that could not be read. */
  readonly unreadableUsage: number;
  /** Meta's clock minus ours, when they are more than a minute apart. */
  readonly clockSkewSeconds: number | null;
  readonly now: Date;
}

/**
 * Books the end of a round. A person may have paused the connection meanwhile: their state wins.
 *
 * @returns false when the token that was used is no longer the connection's: then the round says nothing about it.
 */
export async function bookPollEnd(
  db: Db,
  connection: { organizationId: string; id: string; accessTokenCipher: Uint8Array },
  after: ConnectionAfterPoll,
): Promise<boolean> {
  const error = after.error === null ? null : JSON.stringify(after.error);
  const usage = after.usage === null ? null : JSON.stringify(after.usage);
  const count = await db.$executeRaw`
    update connection set
      state = case when state in ('active', 'token-dead') then ${after.state} else state end,
      next_poll_at = coalesce(${after.nextPollAt}, next_poll_at),
      last_success_at = case when ${after.succeeded} then ${after.now} else last_success_at end,
      last_error = ${error}::jsonb,
      error_since = case when ${error}::text is null then null else coalesce(error_since, ${after.now}) end,
      consecutive_failures = case when ${after.succeeded} then 0 else consecutive_failures + 1 end,
      usage = coalesce(${usage}::jsonb, usage),
      unreadable_usage_count = unreadable_usage_count + ${after.unreadableUsage},
      clock_skew_seconds = ${after.clockSkewSeconds}
    where organization_id = ${connection.organizationId} and id = ${connection.id}
      and access_token_cipher = ${connection.accessTokenCipher}`;
  return count === 1;
}

/** A new token makes what debug_token said of the old one worthless. */
export async function forgetTokenReading(db: Db, organizationId: string, id: string): Promise<void> {
  await db.$executeRaw`update connection set token = null where organization_id = ${organizationId} and id = ${id}`;
}

function narrow(row: Connection): StoredConnection {
  return row as StoredConnection;
}
