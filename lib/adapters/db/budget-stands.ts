import { subjectName, type BudgetSubject } from "../../core/budget/budget-subject.ts";
import type { BudgetStand } from "../../core/budget/watch-budget.ts";
import { epochDays, youngDays, type NumberSeries } from "../../core/detection/stream-stand.ts";
import { readDaySeries } from "./day-series.ts";
import { Prisma } from "./generated/client.ts";
import type { Db } from "./open-database.ts";

/** A subject, from a day on. */
export interface SubjectFrom extends BudgetSubject {
  readonly fromDay: number;
}

export interface StoredBudgetStand extends BudgetSubject {
  readonly day: number;
  readonly stand: BudgetStand;
}

const listed = (subjects: readonly SubjectFrom[]) => Prisma.sql`
  unnest(${subjects.map((one) => one.kind)}::text[], ${subjects.map((one) => one.key)}::text[],
    ${subjects.map((one) => one.fromDay)}::int[]) n(kind, key, from_day)`;

/** The newest stand of every subject before its day. */
export async function readBudgetStands(
  db: Db,
  organizationId: string,
  subjects: readonly SubjectFrom[],
): Promise<StoredBudgetStand[]> {
  const rows = await db.$queryRaw<(BudgetSubject & { day: number; stand: string })[]>`
    select distinct on (s.kind, s.key) s.kind, s.key, s.day, s.stand
    from ${listed(subjects)}
    join budget_stand s on s.organization_id = ${organizationId} and s.kind = n.kind and s.key = n.key
      and s.day < n.from_day
    order by s.kind, s.key, s.day desc`;
  return rows.map(({ stand, ...row }) => ({ ...row, stand: JSON.parse(stand) as BudgetStand }));
}

/**
 * Puts stands in the place of those from each subject's day on. Of the older ones those of the last days stay, and one
 * every four weeks.
 */
export async function replaceBudgetStands(
  db: Db,
  organizationId: string,
  subjects: readonly SubjectFrom[],
  stands: readonly StoredBudgetStand[],
): Promise<void> {
  await db.$executeRaw`
    delete from budget_stand s using ${listed(subjects)}
    where s.organization_id = ${organizationId} and s.kind = n.kind and s.key = n.key
      and (s.day >= n.from_day
        or (s.day < n.from_day - ${youngDays}::int and (s.day + 1) % ${epochDays}::int <> 0))`;
  await db.$executeRaw`
    insert into budget_stand (organization_id, kind, key, day, stand)
    select ${organizationId}, s.kind, s.key, s.day, s.stand
    from unnest(${stands.map((one) => one.kind)}::text[], ${stands.map((one) => one.key)}::text[],
      ${stands.map((one) => one.day)}::int[], ${stands.map((one) => JSON.stringify(one.stand))}::text[])
      s(kind, key, day, stand)`;
}

/** A subject with the keys whose counts are its own: one, or those of the sources that it stands for. */
export interface SubjectMembers extends SubjectFrom {
  readonly members: readonly string[];
}

/** What subjects sent and what came back, by day, under the last-touch rule, by name of the subject. */
export async function readBudgetSeries(
  db: Db,
  organizationId: string,
  subjects: readonly SubjectMembers[],
  throughDay: number,
): Promise<ReadonlyMap<string, NumberSeries>> {
  const named = (kind: BudgetSubject["kind"]) =>
    subjects.filter((one) => one.kind === kind).map((one) => ({ ...one, name: subjectName(one) }));
  const numbers = await readDaySeries(db, organizationId, "number", named("phone-number"), throughDay);
  const sources = await readDaySeries(db, organizationId, "source", named("opt-in-source"), throughDay);
  return new Map([...numbers, ...sources]);
}
