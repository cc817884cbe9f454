import type { Db } from "./open-database.ts";

/** A short statement at a time keeps others waiting for a moment only. */
const rowsAtOnce = 5_000;

/** Organizations that keep cells, and the numbers under which their facts are filed. */
export async function listFactNumbers(db: Db): Promise<{ organizationId: string; phoneNumberId: string }[]> {
  return db.$queryRaw<{ organizationId: string; phoneNumberId: string }[]>`
    select organization_id as "organizationId", key as "phoneNumberId" from cell_value
    where dimension = 'number' order by organization_id, key`;
}

/**
 * Drops one number's oldest messages or signals from before a time. What they counted for stays in the cells.
 *
 * Call in a transaction. @returns how many rows went, and whether there may be more.
 */
export async function dropFactsBefore(
  tx: Db,
  table: "exposure" | "signal",
  { organizationId, phoneNumberId }: { readonly organizationId: string; readonly phoneNumberId: string },
  before: Date,
): Promise<{ count: number; more: boolean }> {
  await tx.$executeRaw`select set_config('staygreen.keep_counts', 'on', true)`;
  const count =
    table === "exposure"
      ? await tx.$executeRaw`
          delete from exposure where organization_id = ${organizationId} and id in (
            select id from exposure
            where organization_id = ${organizationId} and phone_number_id = ${phoneNumberId}
              and occurred_at < ${before} and isfinite(occurred_at)
            order by occurred_at limit ${rowsAtOnce})`
      : await tx.$executeRaw`
          delete from signal where organization_id = ${organizationId} and id in (
            select id from signal
            where organization_id = ${organizationId} and phone_number_id = ${phoneNumberId}
              and occurred_at < ${before}
            order by occurred_at limit ${rowsAtOnce})`;
  return { count, more: count === rowsAtOnce };
}

/** From here on back, cells can no longer be counted from facts. */
export async function notePruned(db: Db, organizationId: string, before: Date): Promise<void> {
  await db.$executeRaw`
    update cell_state set pruned_before = greatest(pruned_before, ${before}) where organization_id = ${organizationId}`;
}
