import type { LaunchCalendarEntryDto } from "@/lib/contracts/launches.ts";
import { instantFromWallTime, zonedParts } from "@/components/clock/zone-offset.ts";

/** A month as the address has it: 2026-06. */
export type Month = string;

const dayMs = 86_400_000;
const names = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

/** The month of an address, or the one that it is now. */
export function readMonth(given: string | null, nowMs: number, timeZone: string): Month {
  if (given !== null && /^20\d\d-(0[1-9]|1[0-2])$/.test(given)) return given;
  return dayOf(nowMs, timeZone).slice(0, 7);
}

export function monthName(month: Month): string {
  const { year, at } = partsOf(month);
  return `${names[at] ?? ""} ${year}`;
}

export function monthAfter(month: Month, count: number): Month {
  const { year, at } = partsOf(month);
  return new Date(Date.UTC(year, at + count, 1)).toISOString().slice(0, 7);
}

/** Weeks from Monday to Sunday that hold the month; each day as 2026-06-01. */
export function monthWeeks(month: Month): readonly (readonly string[])[] {
  const { year, at } = partsOf(month);
  const first = Date.UTC(year, at, 1);
  const last = Date.UTC(year, at + 1, 0);
  // getUTCDay counts from Sunday.
  const monday = first - ((new Date(first).getUTCDay() + 6) % 7) * dayMs;
  const weeks: string[][] = [];
  for (let week = monday; week <= last; week += 7 * dayMs) {
    weeks.push(
      Array.from({ length: 7 }, (_, day) => new Date(week + day * dayMs).toISOString().slice(0, 10)),
    );
  }
  return weeks;
}

/** The moments between which the calendar of a month lies, on the organization's clock. */
export function monthRange(month: Month, timeZone: string): { from: string; to: string } {
  const weeks = monthWeeks(month);
  const first = weeks[0]?.[0] ?? `${month}-01`;
  const last = weeks.at(-1)?.[6] ?? `${month}-28`;
  const end = new Date(Date.parse(last) + dayMs).toISOString().slice(0, 10);
  return { from: midnight(first, timeZone), to: midnight(end, timeZone) };
}

/** The day of a moment on the organization's clock. */
export function dayOf(ms: number, timeZone: string): string {
  const { year, month, day } = zonedParts(ms, timeZone);
  return `${year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
}

/**
 * Whether an entry belongs between two days, both included. A hold is on every day that it reaches into, and one that goes
 * on until today: tomorrow is not known. Everything else is on its own day.
 */
export function isIn(
  entry: Pick<LaunchCalendarEntryDto, "kind" | "at" | "until">,
  from: string,
  to: string,
  clock: { readonly timeZone: string; readonly today: string },
): boolean {
  const first = dayOf(Date.parse(entry.at), clock.timeZone);
  if (entry.kind !== "held") return from <= first && first <= to;
  const last = entry.until === null ? clock.today : dayOf(Date.parse(entry.until), clock.timeZone);
  return first <= to && from <= (last < first ? first : last);
}

function midnight(day: string, timeZone: string): string {
  return instantFromWallTime(`${day}T00:00`, timeZone) ?? `${day}T00:00:00.000Z`;
}

function partsOf(month: Month): { year: number; at: number } {
  return { year: Number(month.slice(0, 4)), at: Number(month.slice(5, 7)) - 1 };
}
