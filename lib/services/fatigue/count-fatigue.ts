import {
  countFatigueDay,
  findDueDay,
  findFatigueWork,
  forgetDays,
  lockFatigue,
  putOffDay,
  restDay,
  type DueDay,
} from "../../adapters/db/fatigue-days.ts";
import { inTransaction, type ServicePorts } from "../context.ts";

/** So many days for one organization before the others get their turn. */
const daysInARow = 10;
/** A busy day is marked all the time: it is counted again once in so long at most. */
const shortestRestMs = 60_000;
/** Counting takes no more than this part of the time, however large the day. */
const restPerWork = 20;

/**
 * Counts the days of the fatigue curve that changed. A day that fails is undone, said in
 * the log, and tried again a minute later; it holds up no other.
 *
 * @returns how many days were counted.
 */
export async function countFatigue(ports: ServicePorts): Promise<number> {
  let counted = 0;
  for (const organizationId of await findFatigueWork(ports.db)) {
    await forgetDays(ports.db, organizationId);
    for (let turn = 0; turn < daysInARow; turn++) {
      if (!(await countOneDay(ports, organizationId))) break;
      counted++;
    }
  }
  return counted;
}

/** False: nothing is due, another process is at it, or it failed. */
async function countOneDay(ports: ServicePorts, organizationId: string): Promise<boolean> {
  const taken: DueDay[] = [];
  try {
    return await inTransaction(ports, async (tx) => {
      if (!(await lockFatigue(tx, organizationId))) return false;
      const due = await findDueDay(tx, organizationId);
      if (due === null) return false;
      taken.push(due);
      const begun = ports.clock.monotonicMs();
      await countFatigueDay(tx, organizationId, due.day);
      const took = ports.clock.monotonicMs() - begun;
      await restDay(tx, organizationId, due, Math.max(shortestRestMs, restPerWork * took));
      return true;
    });
  } catch (error) {
    ports.log.error(
      { organizationId, error: String(error) },
      "a day of the fatigue curve could not be counted",
    );
    for (const { day } of taken) await putOffDay(ports.db, organizationId, day, shortestRestMs);
    return false;
  }
}
