import type { Waba } from "./world-model.ts";
import type { WorldState } from "./world-state.ts";

const forbidsTemplates = [
  "RESTRICTED_BIZ_INITIATED_MESSAGING",
  "RESTRICTED_ADD_PHONE_NUMBER_ACTION",
] as const;
const forbidsEverything = [...forbidsTemplates, "RESTRICTED_CUSTOMER_INITIATED_MESSAGING"] as const;

/** Meta's enforcement ladder: first no templates and no new numbers, then no sending at all, then the end. */
const ladder: readonly { readonly days: number; readonly types: readonly string[] }[] = [
  { days: 1, types: forbidsTemplates },
  { days: 3, types: forbidsTemplates },
  { days: 5, types: forbidsEverything },
  { days: 7, types: forbidsEverything },
  { days: 30, types: forbidsEverything },
];

/** Warns and restricts accounts whose numbers stay RED, each time for longer, and lifts what has ended. */
export function judgeAccounts(state: WorldState, at: number): void {
  for (const waba of state.wabas.values()) {
    if (waba.restrictedUntil !== null) {
      if (at < waba.restrictedUntil) continue;
      waba.restrictedUntil = null;
      state.emit({ kind: "account-unrestricted", at, wabaId: waba.id });
    }
    judgeOne(state, waba, at);
  }
}

function judgeOne(state: WorldState, waba: Waba, at: number): void {
  const { warnAfterRedHours, restrictAfterRedHours } = state.enforcement;
  let isDue = false;
  let isWarned = false;
  for (const number of waba.phoneNumbers) {
    const dynamics = state.numberDynamics.get(number.id);
    if (dynamics === undefined) continue;
    dynamics.redHours = number.modelColour === "RED" ? dynamics.redHours + 1 : 0;
    isWarned ||= dynamics.redHours === warnAfterRedHours;
    isDue ||= dynamics.redHours >= restrictAfterRedHours;
  }
  if (isWarned) state.emit({ kind: "account-warned", at, wabaId: waba.id });
  if (!isDue) return;
  for (const number of waba.phoneNumbers) {
    const dynamics = state.numberDynamics.get(number.id);
    if (dynamics !== undefined) dynamics.redHours = 0;
  }
  punish(state, waba, at);
}

function punish(state: WorldState, waba: Waba, at: number): void {
  const rung = ladder[waba.strikes];
  waba.strikes += 1;
  if (rung === undefined) {
    waba.status = "DISABLED";
    waba.restrictedUntil = Number.POSITIVE_INFINITY;
    state.emit({ kind: "account-disabled", at, wabaId: waba.id });
    return;
  }
  const until = Math.round(at + rung.days * 24 * state.hourMilliseconds);
  waba.restrictedUntil = until;
  state.emit({ kind: "account-restricted", at, wabaId: waba.id, until, types: rung.types });
}
