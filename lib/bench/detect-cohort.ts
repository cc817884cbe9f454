import { advanceGuard } from "../core/guard/advance-guard.ts";
import { newGuardState, type GuardState, type GuardStratum } from "../core/guard/guard-state.ts";

/** One arm's deliveries of one day and their events by age; null where not observed. */
export interface CohortRow {
  readonly arm: "base" | "new";
  readonly deliveryDay: number;
  readonly delivered: number;
  readonly events: readonly (number | null)[];
}

/** One launch: its days' strata, and from when to when. */
export interface CohortDays {
  readonly first: number;
  readonly strataOn: (day: number) => GuardStratum[];
}

/** A day sees only cells with delivery day + age up to it. */
export function cohortDays(rows: readonly CohortRow[]): CohortDays {
  const arms = { base: new Map<number, CohortRow>(), new: new Map<number, CohortRow>() };
  for (const row of rows) arms[row.arm].set(row.deliveryDay, row);
  const first = rows.reduce((least, { deliveryDay }) => Math.min(least, deliveryDay), Infinity);
  const ages = rows.reduce((most, { events }) => Math.max(most, events.length), 0);
  return {
    first,
    strataOn(day) {
      const strata: GuardStratum[] = [];
      for (let age = 0; age < ages; age += 1) {
        const base = arms.base.get(day - age);
        const fresh = arms.new.get(day - age);
        const baseEvents = base?.events[age] ?? null;
        const newEvents = fresh?.events[age] ?? null;
        if (base === undefined || baseEvents === null || (fresh !== undefined && newEvents === null))
          continue;
        strata.push({
          ...{ label: "", age, newDelivered: fresh?.delivered ?? 0, newEvents: newEvents ?? 0 },
          ...{ baseDelivered: base.delivered, baseEvents },
        });
      }
      return strata;
    },
  };
}

/**
 * The product's path for one launch, day by day.
 *
 * @param look sees the state after every day from the first delivery on, also after an alarm.
 */
export function detectCohort(
  rows: readonly CohortRow[],
  lastDay: number,
  look?: (state: GuardState) => void,
): { alarmDay: number | null; log: number } {
  const { first, strataOn } = cohortDays(rows);
  let state = newGuardState();
  for (let at = first; at <= lastDay; at += 1) {
    state = advanceGuard(state, { at, strata: strataOn(at) });
    if (at >= 0) look?.(state);
    if (state.harmfulSince !== null && look === undefined) break;
  }
  return { alarmDay: state.harmfulSince, log: state.peak };
}
