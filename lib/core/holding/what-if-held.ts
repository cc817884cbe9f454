import { rateInterval } from "../rates/rate-interval.ts";

/** Messages of a phone number in the seven days to now, and the negative signals that came in. */
export interface NumberWeek {
  readonly messages: number;
  readonly signals: number;
}

export interface ShownRate extends NumberWeek {
  /** Negative signals per 1,000 messages with its 95 % interval; null: no messages. */
  readonly per1000: { readonly rate: number; readonly low: number; readonly high: number } | null;
}

/**
 * A number's week as it was, and as it would have been without some of its messages and the signals that answer these. Held messages
 * are taken as not sent at all: whoever sends them later moves their signals, and does not avoid them.
 */
export function withoutMessages(
  week: NumberWeek,
  held: NumberWeek,
): { readonly as: ShownRate; readonly without: ShownRate } {
  return {
    as: shown(week),
    without: shown({
      messages: Math.max(0, week.messages - held.messages),
      signals: Math.max(0, week.signals - held.signals),
    }),
  };
}

function shown({ messages, signals }: NumberWeek): ShownRate {
  const found = rateInterval(signals, messages);
  return {
    messages,
    signals,
    per1000:
      found === null ? null : { rate: found.rate * 1_000, low: found.low * 1_000, high: found.high * 1_000 },
  };
}
