import {
  readBudgetSeries,
  readBudgetStands,
  replaceBudgetStands,
  type StoredBudgetStand,
  type SubjectMembers,
} from "../../adapters/db/budget-stands.ts";
import {
  findBudgetWork,
  findDueSubjects,
  lockBudgets,
  readMarks,
  restSubjects,
  type MarkedSubject,
} from "../../adapters/db/budget-subjects.ts";
import { dropBudgets, readAllowedRates, storeBudgets, type StoredBudget } from "../../adapters/db/budgets.ts";
import type { Db } from "../../adapters/db/open-database.ts";
import { subjectName, type BudgetSubject } from "../../core/budget/budget-subject.ts";
import {
  budgetStanding,
  earliestBudgetDay,
  watchBudget,
  type BudgetStand,
} from "../../core/budget/watch-budget.ts";
import { inTransaction, type ServicePorts } from "../context.ts";
import { openSourceMembers } from "./source-members.ts";

const dayMs = 86_400_000;
/** So many numbers and source keys in one transaction. */
const atOnce = 250;
/** Only days that are over are judged: what comes in late, in a file of a million rows say, is gathered for so long. */
const restMs = 20_000;

/**
 * Judges the budgets of numbers and sources whose cells of past days changed, or whose day ended: from the first changed day on,
 * one after the other. Facts that come in late therefore find what would have been found, on the day on which it would have been.
 *
 * @returns how many numbers and source keys were judged.
 */
export async function watchBudgets(ports: ServicePorts): Promise<number> {
  const today = todayOf(ports);
  let judged = 0;
  for (const organizationId of await findBudgetWork(ports.db, today)) {
    for (let count = atOnce; count === atOnce; judged += count) {
      count = await watchSomeBudgets(ports, organizationId);
    }
  }
  return judged;
}

const todayOf = (ports: Pick<ServicePorts, "clock">) => Math.floor(ports.clock.now().getTime() / dayMs);

/** One transaction's worth of one organization, those that are to be judged anew from their first day before all others. */
export async function watchSomeBudgets(ports: ServicePorts, organizationId: string): Promise<number> {
  const today = todayOf(ports);
  return inTransaction(ports, async (tx) => {
    if (!(await lockBudgets(tx, organizationId))) return 0;
    const due = await findDueSubjects(tx, organizationId, today, atOnce);
    if (due.length === 0) return 0;
    const { tasks, marks, gone } = await planTasks(tx, organizationId, due);
    await judge(tx, organizationId, tasks, today - 1, ports.clock.now());
    if (gone.length > 0) await dropBudgets(tx, organizationId, "opt-in-source", gone);
    await restSubjects(tx, organizationId, marks, today - 1, restMs);
    return due.length;
  });
}

interface Task extends SubjectMembers {
  /** The first day of any of its members. */
  readonly firstDay: number;
}

/**
 * Source keys that one entry of the registry stands for are judged together.
 *
 * @returns also the marks that are done with that, and keys that stand for nothing any more.
 */
async function planTasks(tx: Db, organizationId: string, due: readonly MarkedSubject[]) {
  const numbers = due.filter((one) => one.kind === "phone-number");
  const keys = due.flatMap((one) => (one.kind === "opt-in-source" ? [one.key] : []));
  if (keys.length === 0) {
    return { tasks: numbers.map((number) => toTask(number, [number])), marks: numbers, gone: [] };
  }
  const sources = await openSourceMembers(tx, organizationId);
  const judged = [...new Set(keys.map(sources.standsFor))];
  const marks = await readMarks(tx, organizationId, "opt-in-source", judged.flatMap(sources.membersOf));
  const markOf = new Map(marks.map((mark) => [mark.key, mark]));
  return {
    tasks: [
      ...numbers.map((number) => toTask(number, [number])),
      ...judged.map((key) => {
        const own = sources.membersOf(key).flatMap((member) => markOf.get(member) ?? []);
        return toTask({ kind: "opt-in-source", key }, own);
      }),
    ],
    marks: [...numbers, ...marks],
    gone: keys.filter((key) => sources.standsFor(key) !== key),
  };
}

function toTask({ kind, key }: BudgetSubject, marks: readonly MarkedSubject[]): Task {
  const from = marks.map(({ dirtyFrom, throughDay, firstDay }) =>
    Math.min(dirtyFrom ?? Number.POSITIVE_INFINITY, (throughDay ?? firstDay - 1) + 1),
  );
  return {
    ...{ kind, key },
    members: marks.map((mark) => mark.key),
    firstDay: Math.min(...marks.map((mark) => mark.firstDay)),
    fromDay: Math.min(...from),
  };
}

async function judge(
  tx: Db,
  organizationId: string,
  tasks: readonly Task[],
  through: number,
  now: Date,
): Promise<void> {
  const before = new Map(
    (await readBudgetStands(tx, organizationId, tasks)).map((one) => [subjectName(one), one]),
  );
  const rates = await readAllowedRates(tx, organizationId, tasks);
  const begun = tasks.map((task) => {
    const stood = before.get(subjectName(task)) ?? null;
    return { ...task, stood, from: stood === null ? task.firstDay : stood.day + 1 };
  });
  const needed = begun.map(({ stood, from, ...task }) => ({
    ...task,
    fromDay: earliestBudgetDay(stood?.stand ?? null, from, through),
  }));
  const series = await readBudgetSeries(tx, organizationId, needed, through);
  const stands: StoredBudgetStand[] = [];
  const budgets: StoredBudget[] = [];
  for (const { kind, key, stood, from } of begun) {
    const name = subjectName({ kind, key });
    const set = rates.get(name) ?? null;
    const kept = watchBudget(
      stood?.stand ?? null,
      series.get(name) ?? new Map(),
      { from, through },
      set?.rate ?? null,
    );
    stands.push(...kept.map((one) => ({ kind, key, ...one })));
    const last = kept.at(-1)?.stand ?? stood?.stand;
    if (last !== undefined) budgets.push(toStored({ kind, key }, last, through, set, now));
  }
  const replaced = begun.map(({ fromDay, from, ...task }) => ({ ...task, fromDay: Math.min(fromDay, from) }));
  await replaceBudgetStands(tx, organizationId, replaced, stands);
  await storeBudgets(tx, organizationId, budgets, now);
}

function toStored(
  subject: BudgetSubject,
  stand: BudgetStand,
  throughDay: number,
  set: { readonly rate: number; readonly setAt: Date } | null,
  now: Date,
): StoredBudget {
  const { budget, use, messages, events, burn, since } = budgetStanding(stand, throughDay, set?.rate ?? null);
  // What was burning before a rate was set is known since it was set.
  const known = since === null ? null : Math.max((since + 1) * dayMs, set?.setAt.getTime() ?? 0);
  return {
    ...subject,
    throughDay,
    origin: budget?.from ?? null,
    allowedRate: budget?.allowedRate ?? null,
    messages,
    events,
    exposure: use?.exposure ?? null,
    allowed: use?.allowed ?? null,
    used: use?.used ?? null,
    usedLow: use?.usedInterval[0] ?? null,
    usedHigh: use === null || !Number.isFinite(use.usedInterval[1]) ? null : use.usedInterval[1],
    pace: use?.pace ?? null,
    burn,
    sinceDay: since,
    detectedAt: known === null ? null : new Date(Math.min(known, now.getTime())),
    method: stand.burn.method,
  };
}
