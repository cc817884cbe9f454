import type { OptInSource } from "./generated/client.ts";
import type { Db } from "./open-database.ts";

export type StoredOptInSource = OptInSource;

/** False when the organization has a source with this key already; nothing is changed then. */
export async function insertOptInSourceIfAbsent(db: Db, source: StoredOptInSource): Promise<boolean> {
  const { count } = await db.optInSource.createMany({ data: [source], skipDuplicates: true });
  return count === 1;
}

/** Newest first; starts after the source with the id `after`. */
export async function listOptInSourceRows(
  db: Db,
  organizationId: string,
  page: { readonly after: string | null; readonly take: number },
): Promise<StoredOptInSource[]> {
  return db.optInSource.findMany({
    where: { organizationId, ...(page.after === null ? {} : { id: { lt: page.after } }) },
    orderBy: { id: "desc" },
    take: page.take,
  });
}

/** How many sources each of these methods has; methods without one are left out. */
export async function countSourcesByMethod(
  db: Db,
  organizationId: string,
  methodIds: readonly string[],
): Promise<Map<string, number>> {
  const groups = await db.optInSource.groupBy({
    by: ["activationMethodId"],
    where: { organizationId, activationMethodId: { in: [...methodIds] } },
    _count: { _all: true },
  });
  return new Map(groups.map((group) => [group.activationMethodId, group._count._all]));
}
