import type { BudgetKind, BudgetSubject } from "../../core/budget/budget-subject.ts";
import { Prisma } from "./generated/client.ts";
import type { Db } from "./open-database.ts";

const budgetLock = 7_415_009;

/** Judging is one process's work at a time. False: another one is at it. Ends with the transaction. */
export async function lockBudgets(db: Db, organizationId: string): Promise<boolean> {
  const [row] = await db.$queryRaw<{ mine: boolean }[]>`
    select pg_try_advisory_xact_lock(${budgetLock}::int, hashtext(${organizationId})) as mine`;
  return row?.mine ?? false;
}

/** A day that is over is not judged yet, or changed since. What comes in today waits for the end of the day. */
const isWaiting = (today: number) => Prisma.sql`(dirty_from < ${today}::int
  or coalesce(through_day, first_day - 1) < ${today}::int - 1)`;

/** Organizations with budgets to judge. `today` is the day under way, in days since 1970. */
export async function findBudgetWork(db: Db, today: number): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    select distinct organization_id as id from budget_subject where due_at <= now() and ${isWaiting(today)} order by 1`;
  return rows.map(({ id }) => id);
}

/** A number or a source key that was marked. Days since 1970, UTC. */
export interface MarkedSubject extends BudgetSubject {
  readonly firstDay: number;
  readonly throughDay: number | null;
  /** The first day that changed since it was judged; null: only time went by. */
  readonly dirtyFrom: number | null;
  /** When it was marked last, as text to the microsecond. */
  readonly mark: string;
}

const columns = Prisma.sql`s.kind, s.key, s.first_day as "firstDay", s.through_day as "throughDay",
  s.dirty_from as "dirtyFrom", s.dirty_since::text as mark`;

/** Those that have waited longest come first. */
export async function findDueSubjects(
  db: Db,
  organizationId: string,
  today: number,
  limit: number,
): Promise<MarkedSubject[]> {
  return db.$queryRaw<MarkedSubject[]>`
    select ${columns} from budget_subject s
    where organization_id = ${organizationId} and due_at <= now() and ${isWaiting(today)}
    order by due_at, kind, key limit ${limit}`;
}

/** The same for source keys that are judged together, due or not. */
export async function readMarks(
  db: Db,
  organizationId: string,
  kind: BudgetKind,
  keys: readonly string[],
): Promise<MarkedSubject[]> {
  return db.$queryRaw<MarkedSubject[]>`
    select ${columns} from budget_subject s
    where organization_id = ${organizationId} and kind = ${kind} and key = any(${[...keys]}::text[]) order by key`;
}

/** Says that subjects are judged through a day, and lets them rest. What was marked meanwhile stays marked. */
export async function restSubjects(
  db: Db,
  organizationId: string,
  subjects: readonly MarkedSubject[],
  throughDay: number,
  restMs: number,
): Promise<void> {
  await db.$executeRaw`
    with held as materialized (
      -- In the order in which those who mark take them, so that nobody waits in a circle.
      select s.kind, s.key, d.mark from budget_subject s
      join unnest(${subjects.map((one) => one.kind)}::text[], ${subjects.map((one) => one.key)}::text[],
        ${subjects.map((one) => one.mark)}::text[]) d(kind, key, mark) on d.kind = s.kind and d.key = s.key
      where s.organization_id = ${organizationId} order by s.kind, s.key for update of s
    )
    update budget_subject s set through_day = ${throughDay}::int,
      dirty_from = case when s.dirty_since = h.mark::timestamptz then null else s.dirty_from end,
      due_at = clock_timestamp() + make_interval(secs => ${restMs / 1000}::float8)
    from held h where s.organization_id = ${organizationId} and s.kind = h.kind and s.key = h.key`;
}

/** Before every day that there is: a subject with this mark is judged from its first day on. */
const theStart = -1_000_000_000;

/** Has subjects judged anew from their first day, before all others: what they are judged by changed, not what was counted. */
export async function restartSubjects(
  db: Db,
  organizationId: string,
  kind: BudgetKind,
  keys: readonly string[],
): Promise<void> {
  await db.$executeRaw`
    with held as materialized (
      select key from budget_subject
      where organization_id = ${organizationId} and kind = ${kind} and key = any(${[...keys]}::text[])
      order by key for update
    )
    update budget_subject s set dirty_from = ${theStart}::int, due_at = '-infinity',
      dirty_since = greatest(s.dirty_since + interval '1 millisecond', now())
    from held h where s.organization_id = ${organizationId} and s.kind = ${kind} and s.key = h.key`;
}

/** Numbers and sources with facts that are not judged yet. */
export async function countWaitingSubjects(db: Db, organizationId: string, today: number): Promise<number> {
  const [row] = await db.$queryRaw<{ count: number }[]>`
    select count(*)::int as count from budget_subject where organization_id = ${organizationId} and ${isWaiting(today)}`;
  return row?.count ?? 0;
}
