import type { Severity } from "../../core/alerting/severity.ts";
import type { Channel } from "./generated/client.ts";
import type { Db } from "./open-database.ts";

export type StoredChannel = Omit<Channel, "kind" | "minSeverity" | "state" | "managedBy"> & {
  kind: "email" | "slack" | "webhook";
  minSeverity: Severity;
  state: "active" | "broken" | "off";
  managedBy: "person" | "environment";
};

/** All channels that were not removed, oldest first. */
export async function listChannelRows(db: Db, organizationId: string): Promise<StoredChannel[]> {
  const rows = await db.channel.findMany({
    where: { organizationId, state: { not: "removed" } },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
  });
  return rows.map(narrow);
}

export async function findChannel(db: Db, organizationId: string, id: string): Promise<StoredChannel | null> {
  const row = await db.channel.findUnique({ where: { organizationId_id: { organizationId, id } } });
  return row === null || row.state === "removed" ? null : narrow(row);
}

/** Remembers that a channel works, or why it does not; a channel that is switched off stays off. */
export async function bookChannelResult(
  db: Db,
  key: { organizationId: string; id: string },
  result: { at: Date; error: string | null; broken: boolean },
): Promise<void> {
  await db.$executeRaw`
    update channel set state = case when state = 'off' or state = 'removed' then state
        when ${result.broken} then 'broken' when ${result.error}::text is null then 'active' else state end,
      last_error = ${result.error === null ? null : JSON.stringify(result.error)}::jsonb, updated_at = ${result.at}
    where organization_id = ${key.organizationId} and id = ${key.id}`;
}

function narrow(row: Channel): StoredChannel {
  return row as StoredChannel;
}
