import type { AuditDetail } from "./audit.ts";
import type { RegistryChange } from "./generated/client.ts";
import type { Db } from "./open-database.ts";

export type StoredRegistryChange = RegistryChange;
export type NewRegistryChange = Omit<RegistryChange, "detail"> & { readonly detail: AuditDetail };

/** Changes are appended and never altered. */
export async function appendRegistryChanges(db: Db, changes: readonly NewRegistryChange[]): Promise<void> {
  if (changes.length === 0) return;
  await db.registryChange.createMany({ data: changes.map((change) => ({ ...change })) });
}

/** Newest first; starts after the change with the id `after`. */
export async function listRegistryChangeRows(
  db: Db,
  organizationId: string,
  subject: { readonly kind: string; readonly id: string },
  page: { readonly after: string | null; readonly take: number },
): Promise<StoredRegistryChange[]> {
  return db.registryChange.findMany({
    where: {
      organizationId,
      subjectKind: subject.kind,
      subjectId: subject.id,
      ...(page.after === null ? {} : { id: { lt: page.after } }),
    },
    orderBy: { id: "desc" },
    take: page.take,
  });
}

/** The state that the newest merge of an entry ended; null when no merge of it is known. */
export async function findStateBeforeMerge(
  db: Db,
  organizationId: string,
  subject: { readonly kind: string; readonly id: string },
): Promise<string | null> {
  const [row] = await db.$queryRaw<{ before: string }[]>`
    select detail->>'before' as before from registry_change
    where organization_id = ${organizationId} and subject_kind = ${subject.kind} and subject_id = ${subject.id}
      and action = 'merged' and detail->>'before' is not null
    order by id desc limit 1`;
  return row?.before ?? null;
}

/** Holds, resumes and ends of methods before a moment, the newest `take`, as they happened. */
export async function listMethodMoves(
  db: Db,
  organizationId: string,
  page: { readonly before: Date; readonly take: number },
): Promise<{ readonly methodId: string; readonly action: string; readonly at: Date }[]> {
  const rows = await db.registryChange.findMany({
    where: {
      organizationId,
      subjectKind: "activation-method",
      action: { in: ["held", "resumed", "retired"] },
      occurredAt: { lt: page.before },
    },
    select: { subjectId: true, action: true, occurredAt: true },
    orderBy: { id: "desc" },
    take: page.take,
  });
  return rows.map(({ subjectId, action, occurredAt }) => ({ methodId: subjectId, action, at: occurredAt }));
}
