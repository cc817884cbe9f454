import type { Stretch } from "../../core/cells/plan-segments.ts";
import { invalid } from "../errors.ts";

const hourMs = 3_600_000;
const dayHours = 24;
const longestDays = 800;

/**
 * The hours that a question is about: whole hours of UTC, the last one running. Without a beginning, whole days before
 * the end.
 *
 * @throws ServiceError VALIDATION when it ends before it begins or is longer than 800 days.
 */
export function readRange(
  query: { readonly from?: string | undefined; readonly to?: string | undefined },
  now: Date,
  usualDays: number,
): Stretch {
  const to =
    query.to === undefined
      ? Math.floor(now.getTime() / hourMs) + 1
      : Math.ceil(Date.parse(query.to) / hourMs);
  const from =
    query.from === undefined
      ? Math.floor(to / dayHours - usualDays) * dayHours
      : Math.floor(Date.parse(query.from) / hourMs);
  if (from >= to) throw invalid("from", "must be before to");
  if (to - from > longestDays * dayHours)
    throw invalid("from", `may be at most ${longestDays} days before to`);
  return { from, to };
}

/** The equal stretch right before. */
export function previousRange({ from, to }: Stretch): Stretch {
  return { from: from - (to - from), to: from };
}

export const hourText = (hour: number): string => new Date(hour * hourMs).toISOString();
export const dayText = (day: number): string => new Date(day * dayHours * hourMs).toISOString().slice(0, 10);
