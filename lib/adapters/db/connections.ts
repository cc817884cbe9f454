import type { Connection } from "./generated/client.ts";
import type { Db } from "./open-database.ts";

export type ConnectionState = "active" | "paused" | "token-dead" | "removed";
export type StoredConnection = Omit<Connection, "kind" | "managedBy" | "state"> & {
  kind: "meta" | "sandbox";
  managedBy: "person" | "environment" | "sandbox";
  state: ConnectionState;
};

export async function findConnection(db: Db, organizationId: string, id: string): Promise<StoredConnection | null> {
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

export interface ConnectionAfterPoll {
  readonly state: "active" | "token-dead";
  readonly nextPollAt: Date | null;
  readonly succeeded: boolean;
  readonly error: unknown;
  readonly usagePercent: number | null;
  readonly now: Date;
}

/**
 * Books the end of a round. A person may have paused or changed the connection meanwhile: their state wins, and the
 * token is declared dead only if it is still the token that was used.
 */
export async function bookPollEnd(
  db: Db,
  connection: { organizationId: string; id: string; accessTokenCipher: Uint8Array },
  after: ConnectionAfterPoll,
): Promise<void> {
  const error = after.error === null ? null : JSON.stringify(after.error);
  const usage = after.usagePercent === null ? null : JSON.stringify({ percent: after.usagePercent });
  await db.$executeRaw`
    update connection set
      state = case when state in ('active', 'token-dead') and access_token_cipher = ${connection.accessTokenCipher} then ${after.state} else state end,
      next_poll_at = coalesce(${after.nextPollAt}, next_poll_at),
      last_success_at = case when ${after.succeeded} then ${after.now} else last_success_at end,
      last_error = ${error}::jsonb,
      error_since = case when ${error}::text is null then null else coalesce(error_since, ${after.now}) end,
      consecutive_failures = case when ${after.succeeded} then 0 else consecutive_failures + 1 end,
      usage = coalesce(${usage}::jsonb, usage)
    where organization_id = ${connection.organizationId} and id = ${connection.id}`;
}

/** A new token makes what debug_token said of the old one worthless. */
export async function forgetTokenReading(db: Db, organizationId: string, id: string): Promise<void> {
  await db.$executeRaw`update connection set token = null where organization_id = ${organizationId} and id = ${id}`;
}

function narrow(row: Connection): StoredConnection {
  return row as StoredConnection;
}
