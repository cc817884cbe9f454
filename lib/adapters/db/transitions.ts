import type { TransitionField } from "../../core/alerting/incident-step.ts";
import type { Db } from "./open-database.ts";

export interface NewTransition {
  readonly id: string;
  readonly subjectKind: "phone-number" | "waba" | "connection" | "opt-in-source" | "activation-method";
  readonly subjectId: string;
  readonly field: TransitionField;
  readonly from: string | null;
  readonly to: string | null;
  readonly direction: "fell" | "improved" | "recovered";
  readonly occurredAt: Date;
}

export interface StoredTransition extends NewTransition {
  readonly organizationId: string;
}

export async function appendTransitions(
  db: Db,
  organizationId: string,
  recordedAt: Date,
  transitions: readonly NewTransition[],
): Promise<void> {
  if (transitions.length === 0) return;
  await db.transition.createMany({
    data: transitions.map(({ from, to, ...rest }) => ({
      ...rest,
      organizationId,
      fromValue: from,
      toValue: to,
      recordedAt,
    })),
  });
}

/** Any fixed number: one processor of transitions at a time keeps a subject's steps in order. */
const processorLock = 7_415_001;

/** The oldest unprocessed transitions, held until the transaction ends; empty while another process works on them. */
export async function takeTransitions(db: Db, limit: number): Promise<StoredTransition[]> {
  const [lock] = await db.$queryRaw<
    { taken: boolean }[]
  >`select pg_try_advisory_xact_lock(${processorLock}) as taken`;
  if (lock?.taken !== true) return [];
  const rows = await db.transition.findMany({
    where: { processedAt: null },
    orderBy: [{ recordedAt: "asc" }, { id: "asc" }],
    take: limit,
  });
  return rows.map((row) => ({
    organizationId: row.organizationId,
    id: row.id,
    subjectKind: row.subjectKind as StoredTransition["subjectKind"],
    subjectId: row.subjectId,
    field: row.field as StoredTransition["field"],
    from: row.fromValue,
    to: row.toValue,
    direction: row.direction as StoredTransition["direction"],
    occurredAt: row.occurredAt,
  }));
}

export async function markProcessed(db: Db, transition: StoredTransition, at: Date): Promise<void> {
  await db.transition.update({
    where: { organizationId_id: { organizationId: transition.organizationId, id: transition.id } },
    data: { processedAt: at },
  });
}

export interface LastTransition {
  readonly organizationId: string;
  readonly subjectKind: StoredTransition["subjectKind"];
  readonly subjectId: string;
  readonly field: TransitionField;
  readonly from: string | null;
  readonly to: string | null;
  readonly direction: StoredTransition["direction"];
  readonly recordedAt: Date;
}

/** The newest transition of every subject in these fields, of every organization. */
export async function listLastTransitions(
  db: Db,
  fields: readonly TransitionField[],
): Promise<LastTransition[]> {
  return db.$queryRaw<LastTransition[]>`
    select distinct on (organization_id, subject_kind, subject_id, field) organization_id as "organizationId",
      subject_kind as "subjectKind", subject_id as "subjectId", field, from_value as "from", to_value as "to",
      direction, recorded_at as "recordedAt"
    from transition where field = any(${[...fields]}::text[])
    order by organization_id, subject_kind, subject_id, field, recorded_at desc, id desc`;
}
