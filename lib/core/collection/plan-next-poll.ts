import { backOffMs } from "./back-off.ts";
import { levelOfPercent, throttleWaitMs } from "./call-budget.ts";
import type { GraphTroubleKind } from "./graph-trouble.ts";

/** What becomes of a connection after a round. */
export type AfterPoll =
  | { state: "active"; nextPollAt: Date }
  /** No call at all until a person acts. */
  | { state: "token-dead" };

export interface PlanNextPollInput {
  /** When this round was due, jitter included. By the clock of `now`. */
  readonly dueAt: Date;
  /**
   * Any fixed instant of the connection, such as its creation. Slots lie whole intervals from it, so that the jitter of
   * one round does not move all later ones. Left out: slots are counted from `dueAt`.
   */
  readonly anchor?: Date;
  readonly now: Date;
  readonly pollIntervalSeconds: number;
  /** Trouble of the whole connection; null when the round went through (even if single WABAs failed). */
  readonly trouble: { readonly kind: GraphTroubleKind; readonly waitMinutes: number | null } | null;
  /** Rounds failed one after the other, this one included. */
  readonly consecutiveFailures: number;
  /** Highest use of Meta's call budget, in percent. */
  readonly usagePercent: number | null;
  /** Uniform in [0, 1): spreads connections over the interval. */
  readonly jitter: number;
}

const minute = 60_000;
const hour = 60 * minute;
const jitterShare = 0.05;

/**
 * When to poll next. Healthy rounds keep their slots with up to 5 % of jitter; other faults back off with full jitter
 * from one second to five minutes; a throttle waits as long as Meta says, at least five minutes. From 60 % of the call
 * budget on, every second slot is left out; from 95 % on the next one is an hour away, when the calls that were counted
 * have aged out of Meta's rolling hour. From 80 % on `mayRead` leaves the budget to ratings.
 */
export function planNextPoll(input: PlanNextPollInput): AfterPoll {
  const interval = input.pollIntervalSeconds * 1000;
  const kind = input.trouble?.kind;
  if (kind === "token-invalid" || kind === "permission-missing") return { state: "token-dead" };
  const spread = interval * jitterShare * input.jitter;
  if (kind === "rate-limited") {
    const wait = throttleWaitMs(input.trouble?.waitMinutes ?? null);
    return { state: "active", nextPollAt: new Date(input.now.getTime() + wait + minute * input.jitter) };
  }
  if (kind !== undefined) {
    const wait = backOffMs(input.consecutiveFailures, input.jitter);
    return { state: "active", nextPollAt: new Date(input.now.getTime() + wait) };
  }
  const slot = interval * budgetStretch(input.usagePercent, interval);
  const now = input.now.getTime();
  // A round that seems to end before it was due has seen the clock go back: its slot no longer counts.
  const next = now < input.dueAt.getTime() ? now + slot : nextSlot(ownSlot(input, interval), slot, now);
  return { state: "active", nextPollAt: new Date(next + spread) };
}

/** The slot that this round belongs to: the nearest one, since rounds come up to 5 % after theirs. */
function ownSlot(input: PlanNextPollInput, interval: number): number {
  const due = input.dueAt.getTime();
  const anchor = input.anchor?.getTime() ?? due;
  return anchor + Math.round((due - anchor) / interval) * interval;
}

/** Slots already past (the machine slept, the round was long) are skipped, never caught up in a burst. */
function nextSlot(own: number, slot: number, now: number): number {
  return own + Math.max(1, Math.floor((now - own) / slot) + 1) * slot;
}

function budgetStretch(usagePercent: number | null, interval: number): number {
  switch (levelOfPercent(usagePercent)) {
    case "normal":
      return 1;
    case "slow":
    case "essential":
      return 2;
    case "stop":
      return Math.max(2, Math.ceil(hour / interval));
  }
}
