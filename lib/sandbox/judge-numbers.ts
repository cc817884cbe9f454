import {
  loadRatio,
  minimumHoldHours,
  nextColour,
  numberThresholds,
  sendsForFirstColour,
} from "./colour-judgement.ts";
import type { Colour, PhoneNumber } from "./world-model.ts";
import type { WorldState } from "./world-state.ts";

/** Hours of unbroken RED before Meta's model warns, and before it restricts the account. */
const warnAfterRedHours = 96;
const restrictAfterRedHours = 168;
const restrictionHours = 72;

/** Gives every number that has sent anything its colour for this hour. */
export function judgeNumbers(state: WorldState, step: number, at: number): void {
  for (const [id, dynamics] of state.numberDynamics) {
    const number = state.numbers.get(id);
    if (number === undefined || dynamics.load.totalSends() === 0) continue;
    dynamics.heldHours += 1;
    dynamics.redHours = number.modelColour === "RED" ? dynamics.redHours + 1 : 0;
    enforce(state, number, dynamics.redHours, at);
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
    if (state.legacyFlagging) number.status = number.rating === "RED" ? "FLAGGED" : "CONNECTED";
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

function enforce(state: WorldState, number: PhoneNumber, redHours: number, at: number): void {
  const waba = state.wabas.get(number.wabaId);
  if (waba === undefined) return;
  if (waba.restrictedUntil !== null && at >= waba.restrictedUntil) waba.restrictedUntil = null;
  if (redHours === warnAfterRedHours) state.emit({ kind: "account-warned", at, wabaId: waba.id });
  if (redHours > 0 && redHours % restrictAfterRedHours === 0) {
    const until = Math.round(at + restrictionHours * state.hourMilliseconds);
    waba.restrictedUntil = until;
    state.emit({ kind: "account-restricted", at, wabaId: waba.id, until });
  }
}
