import { setImmediate } from "node:timers/promises";
import { readArms } from "../../adapters/db/guard-arms.ts";
import {
  findOpenVersion,
  listGuardedOrganizations,
  listGuardRows,
  lockGuards,
  noteOpenVersion,
  storeGuards,
  type StoredGuard,
} from "../../adapters/db/launch-guards.ts";
import type { Db } from "../../adapters/db/open-database.ts";
import { agesWatched } from "../../core/detection/stream-stand.ts";
import { countArms } from "../../core/guard/count-arms.ts";
import { guardHorizon } from "../../core/guard/guard-settings.ts";
import { lookAtOpenDay } from "../../core/guard/look-at-open-day.ts";
import { dayOf, type GuardPlan } from "../../core/guard/plan-guards.ts";
import { beforeLaunch, earliestAsked } from "../../core/guard/watch-launch.ts";
import { inTransaction, type ServicePorts } from "../context.ts";
import { planWatch, type WatchPlan } from "./plan-watch.ts";
import { withOpenDay } from "./stored-guard.ts";
import { findStarts, readStandsOf, settingsOf } from "./watch-guards.ts";

const dayMs = 86_400_000;

/**
 * Looks at the day under way of every launch that is watched, when anything was counted since the last look: harm that is plain by noon need not
 * wait for midnight. Days are judged once they are over, whatever was seen of them before.
 *
 * @returns how many launches were found harmful.
 */
export async function watchOpenDays(ports: ServicePorts): Promise<number> {
  let found = 0;
  for (const organizationId of await listGuardedOrganizations(ports.db)) {
    found += await inTransaction(ports, async (tx) => {
      const version = await findOpenVersion(tx, organizationId);
      if (version === null || !(await lockGuards(tx, organizationId))) return 0;
      const count = await lookAtLaunches(tx, ports, organizationId);
      await noteOpenVersion(tx, organizationId, version);
      return count;
    });
  }
  return found;
}

/** A launch whose days before today are all judged. */
interface Watched {
  readonly plan: GuardPlan;
  readonly row: StoredGuard;
  readonly startDay: number;
}

async function lookAtLaunches(tx: Db, ports: ServicePorts, organizationId: string): Promise<number> {
  const now = ports.clock.now();
  const today = dayOf(now);
  const plan = await planWatch(tx, organizationId, now);
  const watched = await findWatched(tx, organizationId, plan, today);
  if (watched.length === 0) return 0;
  const turns = watched.map(({ row }) => ({ guardId: row.id, fromDay: today }));
  const stands = await readStandsOf(tx, organizationId, turns);
  const startsToday = watched.some(({ startDay }) => startDay === today);
  const fromDay = startsToday ? earliestAsked(today) : today - agesWatched;
  const { sent, came } = await readArms(tx, organizationId, { fromDay, toDay: today });
  const table = countArms(sent, came, plan);
  const elapsed = Math.max(1 / 24, (now.getTime() - today * dayMs) / dayMs);
  const changed: StoredGuard[] = [];
  for (const { plan: one, row, startDay } of watched) {
    await setImmediate();
    const settings = settingsOf(one);
    const arms = table.armsOf({ own: new Set(one.own), beside: new Set(one.beside) });
    const stand = startDay === today ? beforeLaunch(today, arms, settings) : stands.get(row.id);
    if (stand?.day !== today - 1) continue;
    const look = lookAtOpenDay(stand, elapsed, arms, settings);
    // Before its first day is over a launch has no other figures.
    if (look.verdict.verdict === "harmful" || startDay === today)
      changed.push(withOpenDay(row, startDay, look, now));
  }
  await storeGuards(tx, changed);
  return changed.filter(({ verdict }) => verdict === "harmful").length;
}

async function findWatched(
  tx: Db,
  organizationId: string,
  { guards }: WatchPlan,
  today: number,
): Promise<Watched[]> {
  const rows = new Map((await listGuardRows(tx, organizationId)).map((row) => [row.id, row]));
  const open = guards.flatMap((plan) => {
    const row = rows.get(plan.id);
    return row === undefined || row.basis !== plan.basis || row.verdict === "harmful" || plan.isBefore
      ? []
      : [{ plan, row }];
  });
  const unstarted = open.filter(({ row }) => row.startDay === null).map(({ plan }) => plan);
  const starts = await findStarts(tx, organizationId, unstarted);
  return open.flatMap(({ plan, row }): Watched[] => {
    const startDay = row.startDay ?? starts.get(plan.id) ?? null;
    if (startDay === null || startDay > today || startDay + guardHorizon <= today) return [];
    return startDay === today || row.throughDay === today - 1 ? [{ plan, row, startDay }] : [];
  });
}
