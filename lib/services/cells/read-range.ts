import type { Stretch } from "../../core/cells/plan-segments.ts";
import { invalid } from "../errors.ts";

const hourMs = 3_600_000;
const dayHours = 24;
const longestDays = 800;

/**
 * The hours that a question is about: whole hours of UTC, the last one running. Both ends are rounded up, so that ranges
 * that follow each other share no hour and leave none out. Without a beginning, whole days before the end.
 *
 * @throws ServiceError VALIDATION when it ends before it begins or is longer than 800 days.
 */
export function readRange(
  query: { readonly from?: string | undefined; readonly to?: string | undefined },
  now: Date,
  usualDays: number,
): Stretch {
  const toMs = query.to === undefined ? now.getTime() + 1 : Date.parse(query.to);
  const to = Math.ceil(toMs / hourMs);
  const from =
    query.from === undefined
      ? Math.floor(to / dayHours - usualDays) * dayHours
      : fromHour(Date.parse(query.from), toMs, to);
  if (from >= to) throw invalid("from", "must be before to");
  if (to - from > longestDays * dayHours)
    throw invalid("from", `may be at most ${longestDays} days before to`);
  return { from, to };
}

/** Of a range within one hour, that hour. */
const fromHour = (fromMs: number, toMs: number, to: number) =>
  fromMs < toMs ? Math.min(Math.ceil(fromMs / hourMs), to - 1) : Math.ceil(fromMs / hourMs);

/** The equal stretch right before. */
export function previousRange({ from, to }: Stretch): Stretch {
  return { from: from - (to - from), to: from };
}

export const hourText = (hour: number): string => new Date(hour * hourMs).toISOString();
export const dayText = (day: number): string => new Date(day * dayHours * hourMs).toISOString().slice(0, 10);
