import {
  loadRatio,
  minimumHoldHours,
  nextColour,
  numberThresholds,
  sendsForFirstColour,
} from "./colour-judgement.ts";
import type { Colour, PhoneNumber } from "./world-model.ts";
import type { NumberDynamics, WorldState } from "./world-state.ts";

/** Gives every number that has sent anything its colour for this hour. */
export function judgeNumbers(state: WorldState, step: number, at: number): void {
  for (const [id, dynamics] of state.numberDynamics) {
    const number = state.numbers.get(id);
    if (number === undefined || dynamics.load.totalSends() === 0) continue;
    dynamics.heldHours += 1;
    if (number.modelColour === "UNKNOWN" && dynamics.load.totalSends() < sendsForFirstColour) continue;
    const isSettled = number.modelColour === "UNKNOWN" || dynamics.heldHours >= minimumHoldHours;
    const ratio = loadRatio(dynamics.load.feedbackRate());
    const colour = isSettled ? nextColour(number.modelColour, ratio, numberThresholds) : number.modelColour;
    if (colour !== number.modelColour) {
      number.modelColour = colour;
      dynamics.heldHours = 0;
      showColour(state, number, colour, at);
    } else if (step % 24 === 0 && number.override === null) {
      // Meta recomputes without a change as well; the date then moves while the colour stays.
      number.ratedAt = at;
    }
  }
}

/** Shows what accounts, limits and (formerly) colours make of each number's status. */
export function judgeStatuses(state: WorldState): void {
  for (const [id, dynamics] of state.numberDynamics) {
    const number = state.numbers.get(id);
    const status = number === undefined ? dynamics.shownStatus : modelStatus(state, number, dynamics);
    if (number === undefined || status === dynamics.shownStatus) continue;
    dynamics.shownStatus = status;
    number.status = status;
  }
}

/** Shows the model's colour through the API unless a test holds another one. */
export function showColour(state: WorldState, number: PhoneNumber, colour: Colour, at: number): void {
  if (number.override !== null) return;
  const from = number.rating;
  number.rating = colour;
  number.ratedAt = at;
  if (from !== colour) state.emit({ kind: "rating-changed", at, phoneNumberId: number.id, from, to: colour });
}

function modelStatus(state: WorldState, number: PhoneNumber, dynamics: NumberDynamics): string {
  const waba = state.wabas.get(number.wabaId);
  if (waba?.status === "DISABLED") return "BANNED";
  const isRestricted = waba !== undefined && waba.restrictedUntil !== null;
  if (isRestricted || dynamics.isHeldByLimit) return "RESTRICTED";
  return state.legacyFlagging && number.rating === "RED" ? "FLAGGED" : "CONNECTED";
}
