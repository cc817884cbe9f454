import type { GraphTroubleKind } from "./graph-trouble.ts";

/** What becomes of a connection after a round. */
export type AfterPoll =
  | { state: "active"; nextPollAt: Date }
  /** No call at all until a person acts. */
  | { state: "token-dead" };

export interface PlanNextPollInput {
  /** When this round was due: the next is counted from here, so that rounds do not drift. By the clock of `now`. */
  readonly dueAt: Date;
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
/** After a throttle without a stated time. Calling on would prolong the block. */
const minimumThrottleMs = 5 * minute;
/** Meta counts by the rolling hour; a longer time is a misreading, and one probe a day harms nobody. */
const longestThrottleMs = 24 * 60 * minute;
const firstBackoffMs = 1_000;
const longestBackoffMs = 5 * minute;
const jitterShare = 0.05;

/**
 * When to poll next. Healthy rounds keep their slots with up to 5 % of jitter; other faults back off with full jitter
 * from one second to five minutes; a throttle waits as long as Meta says, at least five minutes. From 80 % of the call
 * budget on, every second slot is left out, from 95 % on only one an hour is used.
 */
export function planNextPoll(input: PlanNextPollInput): AfterPoll {
  const interval = input.pollIntervalSeconds * 1000;
  const kind = input.trouble?.kind;
  if (kind === "token-invalid" || kind === "permission-missing") return { state: "token-dead" };
  const spread = interval * jitterShare * input.jitter;
  if (kind === "rate-limited") {
    const stated = Math.min(longestThrottleMs, (input.trouble?.waitMinutes ?? 0) * minute);
    const wait = Math.max(minimumThrottleMs, stated);
    return { state: "active", nextPollAt: new Date(input.now.getTime() + wait + minute * input.jitter) };
  }
  if (kind !== undefined) {
    const ceiling = Math.min(
      longestBackoffMs,
      firstBackoffMs * 2 ** Math.max(0, input.consecutiveFailures - 1),
    );
    const wait = Math.max(firstBackoffMs, ceiling * input.jitter);
    return { state: "active", nextPollAt: new Date(input.now.getTime() + wait) };
  }
  const slot = interval * budgetStretch(input.usagePercent, interval);
  const late = input.now.getTime() - input.dueAt.getTime();
  // Slots already past (the machine slept, the round was long) are skipped, never caught up in a burst. A round that
  // seems to end before it was due has seen the clock go back: its slot no longer counts.
  const next =
    late < 0 ? input.now.getTime() + slot : input.dueAt.getTime() + (Math.floor(late / slot) + 1) * slot;
  return { state: "active", nextPollAt: new Date(next + spread) };
}

function budgetStretch(usagePercent: number | null, interval: number): number {
  if (usagePercent === null || usagePercent < 80) return 1;
  return usagePercent < 95 ? 2 : Math.max(2, Math.ceil((60 * minute) / interval));
}
