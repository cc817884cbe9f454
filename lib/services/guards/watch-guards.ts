import { setImmediate } from "node:timers/promises";
import { findFirstSent, readArms } from "../../adapters/db/guard-arms.ts";
import {
  clearGuardMark,
  dropGuards,
  isKept,
  listGuardRows,
  listGuardedOrganizations,
  lockGuards,
  readGuardMark,
  readGuardStands,
  replaceGuardDays,
  replaceGuardStands,
  rewindGuards,
  storeGuards,
  type StoredGuard,
  type StoredGuardDay,
  type StoredGuardStand,
} from "../../adapters/db/launch-guards.ts";
import type { Db } from "../../adapters/db/open-database.ts";
import { agesWatched, streamKinds } from "../../core/detection/stream-stand.ts";
import { countArms, type ArmTable } from "../../core/guard/count-arms.ts";
import { usualGuard, type GuardSettings } from "../../core/guard/guard-settings.ts";
import { dayOf, lastJudged, type GuardPlan } from "../../core/guard/plan-guards.ts";
import { earliestAsked, watchLaunch, type LaunchStand } from "../../core/guard/watch-launch.ts";
import { inTransaction, type ServicePorts } from "../context.ts";
import { planWatch, type WatchPlan } from "./plan-watch.ts";
import { toStoredGuard, unjudgedGuard } from "./stored-guard.ts";

/** So many days of launches in one transaction, and so many launches. */
const mostDays = 3_000;
const mostAtOnce = 1_000;
/** Launches that begin further back than this are read apart, so that one long history does not make all the others long. */
const farDays = 60;
const farAtOnce = 20;
/** Before every day that there is. */
const theStart = -1_000_000_000;

/**
 * Judges every launch by the days that are over since it was judged last, or that changed: one after the other, so that facts which
 * come in late find what would have been found, on the day on which it would have been.
 *
 * @returns how many launches were judged.
 */
export async function watchGuards(ports: ServicePorts): Promise<number> {
  let judged = 0;
  for (const organizationId of await listGuardedOrganizations(ports.db)) {
    for (let count = -1; count !== 0; judged += count) count = await watchSomeGuards(ports, organizationId);
  }
  return judged;
}

async function watchSomeGuards(ports: ServicePorts, organizationId: string): Promise<number> {
  const now = ports.clock.now();
  return inTransaction(ports, async (tx) => {
    if (!(await lockGuards(tx, organizationId))) return 0;
    const mark = await readGuardMark(tx, organizationId);
    if (mark !== null) {
      await rewindGuards(tx, organizationId, mark.dirtyFrom, -earliestAsked(0));
      await clearGuardMark(tx, organizationId, mark.mark);
    }
    const plan = await planWatch(tx, organizationId, now);
    const tasks = await planTasks(tx, organizationId, plan, now);
    const chosen = chooseTasks(tasks, dayOf(now));
    await judge(tx, organizationId, plan, chosen, now);
    return chosen.length;
  });
}

/** The parts of a method share one promise. */
export const settingsOf = ({ kind, looks }: GuardPlan): GuardSettings =>
  kind === "part" ? { ...usualGuard, bar: usualGuard.bar + Math.log(looks - 1) } : usualGuard;

/** A launch to judge from one day through another; nothing to judge yet when there is no first message. */
interface Task {
  readonly plan: GuardPlan;
  readonly startDay: number | null;
  readonly fromDay: number;
  readonly throughDay: number;
}

/** Launches with days to judge, and those that nobody looked at yet. What is not to be watched any more goes. */
async function planTasks(tx: Db, organizationId: string, { guards }: WatchPlan, now: Date): Promise<Task[]> {
  const today = dayOf(now);
  const stored = new Map((await listGuardRows(tx, organizationId)).map((row) => [row.id, row]));
  const known = (plan: GuardPlan): StoredGuard | null => {
    const row = stored.get(plan.id);
    return row?.basis === plan.basis ? row : null;
  };
  const planned = new Set(guards.map(({ id }) => id));
  const changed = guards.filter((plan) => stored.has(plan.id) && known(plan) === null);
  await dropGuards(tx, organizationId, [
    ...[...stored.keys()].filter((id) => !planned.has(id)),
    ...changed.map(({ id }) => id),
  ]);
  const starts = await findStarts(
    tx,
    organizationId,
    guards.filter((plan) => (known(plan)?.startDay ?? null) === null),
  );
  return guards.flatMap((plan): Task[] => {
    const row = known(plan);
    if (plan.isBefore) return row === null ? [{ plan, startDay: null, fromDay: 0, throughDay: -1 }] : [];
    const startDay = row?.startDay ?? starts.get(plan.id) ?? null;
    const nothing = { plan, startDay: null, fromDay: 0, throughDay: -1 };
    // What was judged once and has no messages any more is forgotten.
    if (startDay === null) return row === null || row.exposures > 0 ? [nothing] : [];
    if (startDay >= today) return row === null ? [nothing] : [];
    const fromDay = (row?.throughDay ?? startDay - 1) + 1;
    const throughDay = lastJudged(startDay, today);
    return fromDay > throughDay ? [] : [{ plan, startDay, fromDay, throughDay }];
  });
}

/** The first day on which a contact of each launch was written to. */
export async function findStarts(
  tx: Db,
  organizationId: string,
  guards: readonly GuardPlan[],
): Promise<Map<string, number>> {
  const asked = guards.flatMap(({ own, launchedAt }) =>
    own.map((source) => ({ source, fromDay: dayOf(launchedAt) })),
  );
  const found = new Map(
    (await findFirstSent(tx, organizationId, asked)).map((one) => [`${one.source} ${one.fromDay}`, one.day]),
  );
  return new Map(
    guards.flatMap(({ id, own, launchedAt }) => {
      const days = own.flatMap((source) => found.get(`${source} ${dayOf(launchedAt)}`) ?? []);
      return days.length === 0 ? [] : [[id, Math.min(...days)] as const];
    }),
  );
}

/** As many as fit into one transaction: those of these days together, those with a long way to go by themselves. */
function chooseTasks(tasks: readonly Task[], today: number): readonly Task[] {
  const isFar = ({ startDay, fromDay }: Task) => startDay !== null && fromDay < today - farDays;
  const near = tasks.filter((task) => !isFar(task));
  const chosen: Task[] = [];
  let days = 0;
  for (const task of near.length > 0 ? near.slice(0, mostAtOnce) : tasks.slice(0, farAtOnce)) {
    chosen.push(task);
    days += task.throughDay - task.fromDay + 1;
    if (days >= mostDays) break;
  }
  return chosen;
}

async function judge(
  tx: Db,
  organizationId: string,
  plan: WatchPlan,
  tasks: readonly Task[],
  now: Date,
): Promise<void> {
  const running = tasks.flatMap((task) =>
    task.startDay === null ? [] : [{ ...task, startDay: task.startDay }],
  );
  const turns = running.map(({ plan: { id }, fromDay, throughDay }) => ({
    guardId: id,
    fromDay,
    throughDay,
  }));
  const standOf = await readStandsOf(tx, organizationId, turns);
  // Stands are not kept of every day: the run begins after the one that was found.
  const runs = turns.map((turn) => {
    const stand = standOf.get(turn.guardId);
    return { ...turn, fromDay: stand === undefined ? theStart : stand.day + 1 };
  });
  const table = await readTable(tx, organizationId, plan, running, standOf);
  const guards: StoredGuard[] = tasks
    .filter(({ startDay }) => startDay === null)
    .map((task) => unjudgedGuard(organizationId, task.plan, now));
  const stands: StoredGuardStand[] = [];
  const days: StoredGuardDay[] = [];
  for (const { plan: one, startDay, throughDay } of running) {
    // A long history takes a while: whatever else waits comes first.
    await setImmediate();
    const settings = {
      ...usualGuard,
      bar: usualGuard.bar + Math.log(one.kind === "part" ? one.looks - 1 : 1),
    };
    const arms = table.armsOf({ own: new Set(one.own), beside: new Set(one.beside) });
    const run = watchLaunch(standOf.get(one.id) ?? null, { startDay, throughDay }, arms, settings);
    for (const stand of run.stands)
      if (isKept(stand.day, throughDay))
        stands.push({ guardId: one.id, day: stand.day, stand: JSON.stringify(stand) });
    for (const { day, judged } of run.days) {
      for (const kind of streamKinds) {
        const { delivered, events, expected, evidence, ratio, interval } = judged[kind];
        const [ratioLow, ratioHigh] = interval ?? [null, null];
        days.push({
          ...{ guardId: one.id, day, kind, delivered, events, expected, evidence },
          ...{ rateRatio: ratio, ratioLow, ratioHigh },
        });
      }
    }
    guards.push(toStoredGuard(organizationId, one, startDay, run, settings, now));
  }
  await replaceGuardStands(tx, organizationId, runs, stands);
  await replaceGuardDays(tx, organizationId, runs, days);
  await storeGuards(tx, guards);
}

export async function readStandsOf(
  tx: Db,
  organizationId: string,
  turns: readonly { readonly guardId: string; readonly fromDay: number }[],
): Promise<Map<string, LaunchStand>> {
  const rows = await readGuardStands(tx, organizationId, turns);
  return new Map([...rows].map(([id, text]) => [id, JSON.parse(text) as LaunchStand]));
}

/** Counts of everybody in the days that these launches ask for. */
async function readTable(
  tx: Db,
  organizationId: string,
  plan: WatchPlan,
  tasks: readonly (Task & { readonly startDay: number })[],
  standOf: ReadonlyMap<string, LaunchStand>,
): Promise<ArmTable> {
  if (tasks.length === 0) return countArms([], [], plan);
  const neededFrom = ({ plan: { id }, startDay }: Task & { readonly startDay: number }) => {
    const stand = standOf.get(id);
    return stand === undefined ? earliestAsked(startDay) : stand.day + 1 - agesWatched;
  };
  const fromDay = Math.min(...tasks.map(neededFrom));
  const toDay = Math.max(...tasks.map(({ throughDay }) => throughDay));
  const { sent, came } = await readArms(tx, organizationId, { fromDay, toDay });
  return countArms(sent, came, plan);
}
