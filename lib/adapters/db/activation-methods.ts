import { Prisma, type ActivationMethod } from "./generated/client.ts";
import type { MethodState } from "../../core/registry/method-state.ts";
import { readDeclaredKinds, type DeclaredKind } from "../../core/registry/declared-kinds.ts";
import { readRamp, type Ramp } from "../../core/registry/ramp.ts";
import { kindsColumn } from "./declared-kinds-column.ts";
import type { Db } from "./open-database.ts";

export type StoredActivationMethod = Omit<ActivationMethod, "ramp" | "declaredKinds"> & {
  readonly ramp: Ramp | null;
  readonly declaredKinds: readonly DeclaredKind[] | null;
};

/** Where a page begins: after this row of the list. */
export interface AfterMethod {
  readonly launchedAt: Date | null;
  readonly id: string;
}

export async function insertActivationMethod(
  db: Db,
  method: StoredActivationMethod,
): Promise<StoredActivationMethod> {
  await db.activationMethod.create({
    data: { ...method, ramp: rampColumn(method.ramp), declaredKinds: kindsColumn(method.declaredKinds) },
  });
  return method;
}

export async function findActivationMethod(
  db: Db,
  organizationId: string,
  id: string,
): Promise<StoredActivationMethod | null> {
  const row = await db.activationMethod.findUnique({ where: { organizationId_id: { organizationId, id } } });
  return row === null ? null : stored(row);
}

/** The method, held until the transaction ends. */
export async function lockActivationMethod(
  db: Db,
  organizationId: string,
  id: string,
): Promise<StoredActivationMethod | null> {
  await db.$executeRaw`
    select 1 from activation_method where organization_id = ${organizationId} and id = ${id} for update`;
  return findActivationMethod(db, organizationId, id);
}

/** Writes what may change of a method. Hold it with `lockActivationMethod` since reading it. */
export async function saveActivationMethod(db: Db, method: StoredActivationMethod): Promise<void> {
  const { organizationId, id, name, kind, owner, tags, state, launchedAt, plannedLaunchAt, updatedAt } =
    method;
  await db.activationMethod.update({
    where: { organizationId_id: { organizationId, id } },
    data: {
      name,
      kind,
      owner,
      tags,
      state,
      launchedAt,
      plannedLaunchAt,
      ramp: rampColumn(method.ramp),
      declaredKinds: kindsColumn(method.declaredKinds),
      updatedAt,
    },
  });
}

export interface MethodFilter {
  /** As it reads at `now` (core/registry/method-state.ts). */
  readonly state?: MethodState | undefined;
  readonly now: Date;
  /** Part of a name, in any case. */
  readonly q?: string | undefined;
}

/** Methods without a launch first, then the newest launch first; the id decides between equals, newest first. */
export async function listActivationMethodRows(
  db: Db,
  organizationId: string,
  page: MethodFilter & { readonly after: AfterMethod | null; readonly take: number },
): Promise<StoredActivationMethod[]> {
  const { after, state, q, now } = page;
  const rows = await db.activationMethod.findMany({
    where: {
      organizationId,
      AND: [
        ...(after === null ? [] : [{ OR: rowsAfter(after) }]),
        ...(state === undefined ? [] : [inState(state, now)]),
        // Prisma hands the text to LIKE as it is.
        ...(q === undefined
          ? []
          : [{ name: { contains: q.replace(/[\\%_]/g, "\\$&"), mode: "insensitive" as const } }]),
      ],
    },
    orderBy: [{ launchedAt: { sort: "desc", nulls: "first" } }, { id: "desc" }],
    take: page.take,
  });
  return rows.map(stored);
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
  return rows.reverse().map(stored);
}

function stored(row: ActivationMethod): StoredActivationMethod {
  return { ...row, ramp: readRamp(row.ramp), declaredKinds: readDeclaredKinds(row.declaredKinds) };
}

/** Prisma tells JSON's null from a column's. */
function rampColumn(ramp: Ramp | null): Prisma.InputJsonValue | typeof Prisma.DbNull {
  return ramp === null
    ? Prisma.DbNull
    : { unit: ramp.unit, steps: ramp.steps.map(({ fromDay, amount }) => ({ fromDay, amount })) };
}

function rowsAfter({ launchedAt, id }: AfterMethod) {
  return launchedAt === null
    ? [{ launchedAt: null, id: { lt: id } }, { launchedAt: { not: null } }]
    : [{ launchedAt: { lt: launchedAt } }, { launchedAt, id: { lt: id } }];
}

/** The same reading of a state as methodState, as a condition. */
function inState(state: MethodState, now: Date): Prisma.ActivationMethodWhereInput {
  const decided = ["held", "retired"];
  if (decided.includes(state)) return { state };
  const launchedAt = state === "draft" ? null : state === "scheduled" ? { gt: now } : { lte: now };
  return { state: { notIn: decided }, launchedAt };
}
