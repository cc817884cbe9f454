import type { ActivationMethod } from "./generated/client.ts";
import type { Db } from "./open-database.ts";

export type StoredActivationMethod = ActivationMethod;

/** Where a page begins: after this row of the list. */
export interface AfterMethod {
  readonly launchedAt: Date | null;
  readonly id: string;
}

export async function insertActivationMethod(
  db: Db,
  method: StoredActivationMethod,
): Promise<StoredActivationMethod> {
  return db.activationMethod.create({ data: method });
}

export async function findActivationMethod(
  db: Db,
  organizationId: string,
  id: string,
): Promise<StoredActivationMethod | null> {
  return db.activationMethod.findUnique({ where: { organizationId_id: { organizationId, id } } });
}

/** Methods without a launch first, then the newest launch first; the id decides between equals, newest first. */
export async function listActivationMethodRows(
  db: Db,
  organizationId: string,
  page: { readonly after: AfterMethod | null; readonly take: number },
): Promise<StoredActivationMethod[]> {
  return db.activationMethod.findMany({
    where: { organizationId, ...(page.after === null ? {} : { OR: rowsAfter(page.after) }) },
    orderBy: [{ launchedAt: { sort: "desc", nulls: "first" } }, { id: "desc" }],
    take: page.take,
  });
}

/** Names of these methods by id. */
export async function findMethodNames(
  db: Db,
  organizationId: string,
  ids: readonly string[],
): Promise<Map<string, string>> {
  const rows = await db.activationMethod.findMany({
    where: { organizationId, id: { in: [...new Set(ids)] } },
    select: { id: true, name: true },
  });
  return new Map(rows.map((row) => [row.id, row.name]));
}

/** Methods whose launch lies in [from, to), oldest first, at most `take`: the newest ones when there are more. */
export async function listLaunchesWithin(
  db: Db,
  organizationId: string,
  range: { readonly from: Date; readonly to: Date },
  take: number,
): Promise<StoredActivationMethod[]> {
  const rows = await db.activationMethod.findMany({
    where: { organizationId, launchedAt: { gte: range.from, lt: range.to } },
    orderBy: [{ launchedAt: "desc" }, { id: "desc" }],
    take,
  });
  return rows.reverse();
}

function rowsAfter({ launchedAt, id }: AfterMethod) {
  return launchedAt === null
    ? [{ launchedAt: null, id: { lt: id } }, { launchedAt: { not: null } }]
    : [{ launchedAt: { lt: launchedAt } }, { launchedAt, id: { lt: id } }];
}
