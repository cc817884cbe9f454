import type { DaySpan } from "./graph-api-port.ts";

const dayMs = 86_400_000;
/** Reads and clicks count up to seven days after sending: from the eighth day on the figures stand. */
const settledAfterDays = 8;
/** Meta's look-back is 90 days; one is left for the time that a request takes. */
const lookBackDays = 89;

/** Start of the UTC day. */
export function startOfDay(at: Date): Date {
  return new Date(Math.floor(at.getTime() / dayMs) * dayMs);
}

/** `count` days later; negative: earlier. */
function plusDays(day: Date, count: number): Date {
  return new Date(day.getTime() + count * dayMs);
}

/**
 * Which whole days to ask for, up to yesterday: at first all that Meta looks back on; later the days that may still
 * grow, from the first one that was not read when it had settled.
 *
 * @param known the first day that is not settled, null when all are; and the newest day. Null: nothing was read yet.
 */
export function planAnalyticsSpan(
  now: Date,
  known: { readonly unsettled: Date | null; readonly newest: Date } | null,
): DaySpan {
  const today = startOfDay(now);
  const oldest = plusDays(today, -lookBackDays);
  if (known === null) return { from: oldest, to: today };
  const open = known.unsettled ?? plusDays(known.newest, 1);
  const from = Math.min(plusDays(today, -settledAfterDays).getTime(), open.getTime());
  return { from: new Date(Math.max(oldest.getTime(), from)), to: today };
}

/** The first day whose figures may still grow. */
export function firstOpenDay(now: Date): Date {
  return plusDays(startOfDay(now), 1 - settledAfterDays);
}

/**
 * The calendar day of an instant that Meta calls the start of a day in the account's time zone: the midnight next to
 * it, as `YYYY-MM-DD`.
 */
export function calendarDay(start: Date): string {
  return new Date(start.getTime() + dayMs / 2).toISOString().slice(0, 10);
}
