import type { PollRun } from "./generated/client.ts";
import type { Db } from "./open-database.ts";

/** The newest rounds of every connection, newest first, in one statement. */
export async function listNewestPolls(db: Db, organizationId: string, each: number): Promise<PollRun[]> {
  return db.$queryRaw<PollRun[]>`
    select r.organization_id as "organizationId", r.id, r.connection_id as "connectionId", r.trigger,
      r.occurred_at as "occurredAt", r.recorded_at as "recordedAt", r.started_at as "startedAt",
      r.finished_at as "finishedAt", r.outcome, r.open_for as "openFor", r.lease_token as "leaseToken",
      r.lease_until as "leaseUntil", r.attempt,
      case when r.outcome is null then far.calls else r.call_count end as "callCount",
      case when r.outcome is null then far.wabas else r.waba_count end as "wabaCount",
      case when r.outcome is null then far.numbers else r.number_count end as "numberCount",
      r.change_count as "changeCount", r.error
    from connection c cross join lateral (
      select * from poll_run p where p.organization_id = c.organization_id and p.connection_id = c.id
      order by p.occurred_at desc limit ${each}
    ) r
    left join lateral (
      select count(*)::int as wabas, coalesce(sum(p.number_count), 0)::int as numbers,
        coalesce(sum(p.call_count), 0)::int as calls
      from waba w join waba_poll p
        on p.organization_id = w.organization_id and p.waba_id = w.id and p.poll_run_id = r.id
      where r.outcome is null and w.organization_id = r.organization_id and w.connection_id = r.connection_id
    ) far on true
    where c.organization_id = ${organizationId} and c.state <> 'removed'
    order by r.connection_id, r.occurred_at desc`;
}

export interface ReadKindRow {
  readonly connectionId: string;
  readonly kind: string;
  readonly subjects: number;
  readonly done: number;
  readonly failing: number;
  readonly off: number;
  readonly waiting: number;
  readonly lastSuccessAt: Date | null;
  readonly oldestSuccessAt: Date | null;
  readonly lastAttemptAt: Date | null;
  readonly nextDueAt: Date | null;
  readonly callCount: number;
  /** The newest error of those that fail. */
  readonly error: unknown;
}

/** What is read beside the numbers, summed up by connection and kind. */
export async function listReadKinds(db: Db, organizationId: string): Promise<ReadKindRow[]> {
  return db.$queryRaw<ReadKindRow[]>`
    select s.connection_id as "connectionId", s.kind, count(*)::int as subjects,
      count(*) filter (where not s.is_off and not s.is_failing and s.last_success_at is not null)::int as done,
      count(*) filter (where s.is_failing)::int as failing, count(*) filter (where s.is_off)::int as off,
      count(*) filter (where not s.is_off and not s.is_failing and s.last_success_at is null)::int as waiting,
      max(s.last_success_at) as "lastSuccessAt", min(s.last_success_at) as "oldestSuccessAt",
      max(s.last_attempt_at) as "lastAttemptAt", min(s.next_due_at) filter (where not s.is_off) as "nextDueAt",
      sum(s.call_count)::int as "callCount",
      (array_agg(s.error order by s.last_attempt_at desc nulls last) filter (where s.is_failing))[1] as error
    from (
      select *, state = 'off' as is_off, state <> 'off' and consecutive_failures > 0 as is_failing
      from scheduled_read where organization_id = ${organizationId}
    ) s
    group by s.connection_id, s.kind order by s.connection_id, s.kind`;
}

export interface DroppedReadField {
  readonly connectionId: string;
  readonly kind: string;
  readonly field: string;
  readonly subjects: number;
}

/** Fields that Meta refused in those readings, with how many subjects go without them. */
export async function listDroppedReadFields(db: Db, organizationId: string): Promise<DroppedReadField[]> {
  return db.$queryRaw<DroppedReadField[]>`
    select s.connection_id as "connectionId", s.kind, f.field, count(*)::int as subjects
    from scheduled_read s cross join lateral unnest(s.dropped_fields) as f(field)
    where s.organization_id = ${organizationId}
    group by s.connection_id, s.kind, f.field order by s.connection_id, s.kind, f.field`;
}

/** When a scheduler of this installation last gave a sign of life; null: never, or its row is gone. */
export async function lastSchedulerBeat(db: Db): Promise<Date | null> {
  const [row] = await db.$queryRaw<{ at: Date | null }[]>`select max(beat_at) as at from worker`;
  return row?.at ?? null;
}
