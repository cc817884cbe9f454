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

/** The number of exposures below which a group is not shown. */
export async function findSmallGroupSize(db: Db, organizationId: string): Promise<number> {
  const { smallGroupSize } = await db.organization.findUniqueOrThrow({
    where: { id: organizationId },
    select: { smallGroupSize: true },
  });
  return smallGroupSize;
}
