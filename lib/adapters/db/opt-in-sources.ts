import type { Db } from "./open-database.ts";

/** How many sources each of these methods has, merged ones apart; methods without one are left out. */
export async function countSourcesByMethod(
  db: Db,
  organizationId: string,
  methodIds: readonly string[],
): Promise<Map<string, number>> {
  const groups = await db.optInSource.groupBy({
    by: ["activationMethodId"],
    where: { organizationId, activationMethodId: { in: [...methodIds] }, state: { not: "merged" } },
    _count: { _all: true },
  });
  return new Map(
    groups.flatMap(({ activationMethodId, _count: { _all } }) =>
      activationMethodId === null ? [] : [[activationMethodId, _all] as const],
    ),
  );
}
