import type { Db } from "./open-database.ts";

export interface StoredBudget {
  readonly organizationId: string;
  readonly connectionId: string;
  readonly usage: unknown;
  readonly lastSuccessAt: Date | null;
}

/** What the last answers said of the call budget, of every connection in use. */
export async function listCallBudgets(db: Db): Promise<StoredBudget[]> {
  return db.$queryRaw<StoredBudget[]>`
    select organization_id as "organizationId", id as "connectionId", usage, last_success_at as "lastSuccessAt"
    from connection where state <> 'removed' and usage is not null order by organization_id, id`;
}

/** Events of one UTC day ("2026-11-22") by field. */
export async function sumWebhookEventsOf(
  db: Db,
  day: string,
): Promise<{ organizationId: string; field: string; count: number }[]> {
  return db.$queryRaw<{ organizationId: string; field: string; count: number }[]>`
    select d.organization_id as "organizationId", d.field, sum(d.event_count)::float8 as count
    from waba w join webhook_day d
      on d.organization_id = w.organization_id and d.waba_id = w.id and d.day = ${day}::date
    group by d.organization_id, d.field order by d.organization_id, d.field`;
}

/** Webhook bodies in every state but processed: those are counted by an index alone. */
export async function countUnfinishedBodies(
  db: Db,
): Promise<{ organizationId: string; state: string; count: number }[]> {
  return db.$queryRaw<{ organizationId: string; state: string; count: number }[]>`
    select organization_id as "organizationId", state, count(*)::int as count from webhook_delivery
    where state in ('stored', 'orphan', 'quarantined') group by organization_id, state`;
}

export async function countUnknownWordsByOrganization(
  db: Db,
): Promise<{ organizationId: string; count: number }[]> {
  return db.$queryRaw<{ organizationId: string; count: number }[]>`
    select organization_id as "organizationId", count(*)::int as count from unknown_word group by organization_id`;
}

export interface SignalCount {
  readonly organizationId: string;
  readonly kind: string;
  readonly basis: string;
  readonly count: number;
}

/** Every signal by kind and basis. Reads the whole table. */
export async function countSignals(db: Db): Promise<SignalCount[]> {
  return db.$queryRaw<SignalCount[]>`
    select organization_id as "organizationId", kind, basis, count(*)::float8 as count from signal
    group by organization_id, kind, basis order by organization_id, kind, basis`;
}
