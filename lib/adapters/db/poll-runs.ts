import type { Db } from "./open-database.ts";
import { newIdSql } from "./sql.ts";

export interface PollRunRef {
  readonly organizationId: string;
  readonly pollRunId: string;
  readonly connectionId: string;
}

export type PollTrigger = "schedule" | "manual" | "webhook";

/**
 * Opens a round for every active connection that is due, by database time. Row locks let each connection go to one
 * process only; the unique `open_for` keeps a round from overlapping the one before, and such a slot is counted as
 * skipped. The next slot is set here so that a crash before the round cannot cause a second claim.
 */
export async function claimDuePolls(db: Db, limit: number): Promise<PollRunRef[]> {
  const rows = await db.$queryRawUnsafe<RawRef[]>(
    `with due as (
       select organization_id, id, next_poll_at from connection
       where state = 'active' and next_poll_at <= now()
       order by next_poll_at limit $1 for update skip locked
     ), opened as (
       insert into poll_run (organization_id, id, connection_id, trigger, occurred_at, recorded_at, open_for)
       select organization_id, ${newIdSql}, id, 'schedule', next_poll_at, now(), id from due
       on conflict (organization_id, open_for) do nothing
       returning organization_id, id, connection_id
     ), advanced as (
       update connection c set
         next_poll_at = now() + make_interval(secs => c.poll_interval_seconds),
         skipped_polls = c.skipped_polls + case when exists (
           select 1 from opened o where o.organization_id = c.organization_id and o.connection_id = c.id
         ) then 0 else 1 end
       from due where c.organization_id = due.organization_id and c.id = due.id
     )
     select organization_id, id, connection_id from opened`,
    limit,
  );
  return rows.map(toRef);
}

/** Opens a round now; null when one is already open. */
export async function openPollRun(
  db: Db,
  input: { organizationId: string; connectionId: string; trigger: PollTrigger },
): Promise<PollRunRef | null> {
  const rows = await db.$queryRawUnsafe<RawRef[]>(
    `insert into poll_run (organization_id, id, connection_id, trigger, occurred_at, recorded_at, open_for)
     values ($1, ${newIdSql}, $2, $3, now(), now(), $2)
     on conflict (organization_id, open_for) do nothing
     returning organization_id, id, connection_id`,
    input.organizationId,
    input.connectionId,
    input.trigger,
  );
  const row = rows[0];
  return row === undefined ? null : toRef(row);
}

export interface LeasedPollRun extends PollRunRef {
  readonly leaseToken: string;
  readonly trigger: PollTrigger;
  readonly dueAt: Date;
  readonly attempt: number;
}

const leaseSeconds = 30;

/** Takes an open round for this process; null when it is finished or another process holds it. */
export async function leasePollRun(
  db: Db,
  ref: { organizationId: string; pollRunId: string },
  leaseToken: string,
): Promise<LeasedPollRun | null> {
  const rows = await db.$queryRaw<(RawRef & { trigger: PollTrigger; occurred_at: Date; attempt: number })[]>`
    update poll_run set lease_token = ${leaseToken}, lease_until = now() + make_interval(secs => ${leaseSeconds}),
      attempt = attempt + 1, started_at = coalesce(started_at, now())
    where organization_id = ${ref.organizationId} and id = ${ref.pollRunId} and finished_at is null
      and (lease_until is null or lease_until < now())
    returning organization_id, id, connection_id, trigger, occurred_at, attempt`;
  const row = rows[0];
  if (row === undefined) return null;
  return { ...toRef(row), leaseToken, trigger: row.trigger, dueAt: row.occurred_at, attempt: row.attempt };
}

/** False when the lease was lost: another process has taken the round, and this one must stop writing. */
export async function renewPollLease(db: Db, run: LeasedPollRun): Promise<boolean> {
  const count = await db.$executeRaw`
    update poll_run set lease_until = now() + make_interval(secs => ${leaseSeconds})
    where organization_id = ${run.organizationId} and id = ${run.pollRunId} and lease_token = ${run.leaseToken}
      and finished_at is null`;
  return count === 1;
}

/** Holds the lease for the rest of the transaction; false when it was lost. */
export async function assertPollLease(db: Db, run: LeasedPollRun): Promise<boolean> {
  const rows = await db.$queryRaw<unknown[]>`
    select 1 from poll_run where organization_id = ${run.organizationId} and id = ${run.pollRunId}
      and lease_token = ${run.leaseToken} and finished_at is null for update`;
  return rows.length === 1;
}

export interface FinishedPoll {
  readonly outcome: "complete" | "incomplete" | "failed";
  readonly callCount: number;
  readonly wabaCount: number;
  readonly numberCount: number;
  readonly changeCount: number;
  readonly error: unknown;
}

/** Closes the round; false when the lease was lost meanwhile. */
export async function finishPollRun(db: Db, run: LeasedPollRun, result: FinishedPoll): Promise<boolean> {
  const count = await db.$executeRaw`
    update poll_run set finished_at = now(), open_for = null, lease_token = null, lease_until = null,
      outcome = ${result.outcome}, call_count = ${result.callCount}, waba_count = ${result.wabaCount},
      number_count = ${result.numberCount}, change_count = ${result.changeCount},
      error = ${result.error === null ? null : JSON.stringify(result.error)}::jsonb
    where organization_id = ${run.organizationId} and id = ${run.pollRunId} and lease_token = ${run.leaseToken}`;
  return count === 1;
}

/** Open rounds that no process holds: just opened, or left behind by one that is gone. Oldest first. */
export async function findWaitingPollRuns(db: Db, limit: number): Promise<PollRunRef[]> {
  const rows = await db.$queryRaw<RawRef[]>`
    select organization_id, id, connection_id from poll_run
    where open_for is not null and (lease_until is null or lease_until < now())
    order by recorded_at limit ${limit}`;
  return rows.map(toRef);
}

interface RawRef {
  organization_id: string;
  id: string;
  connection_id: string;
}
function toRef(row: RawRef): PollRunRef {
  return { organizationId: row.organization_id, pollRunId: row.id, connectionId: row.connection_id };
}
