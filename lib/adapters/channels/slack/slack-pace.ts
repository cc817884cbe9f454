import type { Clock } from "../../clock.ts";

/** Keeps to Slack's one message a second and webhook (docs/faults.md F52). */
export interface SlackPace {
  /** Waits for the URL's turn; when that is too far off, returns the seconds to come back after instead. */
  waitForTurn(url: string): Promise<number | null>;
  /** After a 429: no turns for this URL until then. */
  holdOff(url: string, seconds: number): void;
}

const gapMs = 1_000;
/** Longer waits are the outbox's: a delivery is held under a lease. */
const longestWaitMs = 5_000;

/** The pace is this process's alone: several workers may together exceed it, and then Slack's 429 governs. */
export function createSlackPace(parts: {
  readonly clock: Pick<Clock, "monotonicMs">;
  readonly sleep: (milliseconds: number) => Promise<unknown>;
}): SlackPace {
  const nextTurns = new Map<string, number>();

  return {
    async waitForTurn(url) {
      const now = parts.clock.monotonicMs();
      const turn = Math.max(now, nextTurns.get(url) ?? now);
      const waitMs = turn - now;
      if (waitMs > longestWaitMs) return Math.ceil(waitMs / 1_000);
      for (const [known, next] of nextTurns) if (next < now) nextTurns.delete(known);
      nextTurns.set(url, turn + gapMs);
      if (waitMs > 0) await parts.sleep(waitMs);
      return null;
    },
    holdOff(url, seconds) {
      const until = parts.clock.monotonicMs() + seconds * 1_000;
      nextTurns.set(url, Math.max(until, nextTurns.get(url) ?? until));
    },
  };
}
