import type { Db } from "./open-database.ts";

/** Groups with fewer exposures than this are not shown. @returns what was set before; null without the organization. */
export async function setSmallGroupSize(
  tx: Db,
  organizationId: string,
  size: number,
): Promise<number | null> {
  const [row] = await tx.$queryRaw<{ before: number }[]>`
    with before as (select small_group_size from organization where id = ${organizationId} for update)
    update organization set small_group_size = ${size} from before where id = ${organizationId}
    returning before.small_group_size as before`;
  return row?.before ?? null;
}

/**
 * Sets how many false alarms of spikes are put up with. Numbers are marked: all their days are judged anew. The same level again
 * marks nothing.
 *
 * @returns what was set before; null without the organization.
 */
export async function setSpikeLevel(tx: Db, organizationId: string, level: string): Promise<string | null> {
  const [row] = await tx.$queryRaw<{ before: string }[]>`
    with before as (select spike_level from organization where id = ${organizationId} for update)
    update organization set spike_level = ${level} from before where id = ${organizationId}
    returning before.spike_level as before`;
  if (row === undefined) return null;
  if (row.before !== level) {
    await tx.$executeRaw`
      with held as materialized (
        select phone_number_id from spike_number where organization_id = ${organizationId}
        order by phone_number_id for update
      )
      update spike_number n set dirty_from = n.first_day, due_at = now(),
        dirty_since = greatest(n.dirty_since + interval '1 millisecond', now())
      from held h where n.organization_id = ${organizationId} and n.phone_number_id = h.phone_number_id`;
  }
  return row.before;
}

/** How many false alarms of spikes an organization puts up with. */
export async function findSpikeLevel(db: Db, organizationId: string): Promise<string> {
  const { spikeLevel } = await db.organization.findUniqueOrThrow({
    where: { id: organizationId },
    select: { spikeLevel: true },
  });
  return spikeLevel;
}

/** The number of exposures below which a group is not shown. */
export async function findSmallGroupSize(db: Db, organizationId: string): Promise<number> {
  const { smallGroupSize } = await db.organization.findUniqueOrThrow({
    where: { id: organizationId },
    select: { smallGroupSize: true },
  });
  return smallGroupSize;
}
