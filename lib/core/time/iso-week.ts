import { startOfLocalDay, wallMs } from "./local-time.ts";

/** A week of ISO 8601: Monday to Sunday, numbered within the year that holds its Thursday. */
export interface IsoWeek {
  readonly year: number;
  /** 1 to 52, in some years 53. */
  readonly week: number;
}

const dayMs = 86_400_000;
const weekMs = 7 * dayMs;

/** Reads "2026-W47"; null for any other text and for a week that its year does not have. */
export function parseIsoWeek(text: string): IsoWeek | null {
  const match = /^([1-9]\d{3})-W(\d{2})$/.exec(text);
  if (match === null) return null;
  const parsed = { year: Number(match[1]), week: Number(match[2]) };
  const lastWeek = weekOfDay(Date.UTC(parsed.year, 11, 28)).week;
  return parsed.week >= 1 && parsed.week <= lastWeek ? parsed : null;
}

/** "2026-W47". */
export function formatIsoWeek({ year, week }: IsoWeek): string {
  return `${String(year).padStart(4, "0")}-W${String(week).padStart(2, "0")}`;
}

/** The week as instants, half-open: from Monday's first moment on the wall of the zone to the next Monday's. */
export function isoWeekBounds(week: IsoWeek, timeZone: string): { from: Date; to: Date } {
  const monday = mondayOf(week);
  return { from: startOfLocalDay(monday, timeZone), to: startOfLocalDay(monday + weekMs, timeZone) };
}

/** The week in which the instant lies, on the wall of the zone. */
export function isoWeekAt(instant: Date, timeZone: string): IsoWeek {
  const week = weekOfDay(wallMs(instant, timeZone));
  // A wall that repeats its midnight shows Sunday for a while after Monday began: the bounds decide.
  return instant >= isoWeekBounds(week, timeZone).to ? nextIsoWeek(week) : week;
}

export function nextIsoWeek(week: IsoWeek): IsoWeek {
  return weekOfDay(mondayOf(week) + weekMs);
}

export function previousIsoWeek(week: IsoWeek): IsoWeek {
  return weekOfDay(mondayOf(week) - weekMs);
}

/** UTC midnight of the date of the week's Monday. */
function mondayOf({ year, week }: IsoWeek): number {
  const fourthOfJanuary = Date.UTC(year, 0, 4);
  return fourthOfJanuary - daysSinceMonday(fourthOfJanuary) * dayMs + (week - 1) * weekMs;
}

function weekOfDay(wall: number): IsoWeek {
  const thursday = wall + (3 - daysSinceMonday(wall)) * dayMs;
  const year = new Date(thursday).getUTCFullYear();
  return { year, week: Math.floor((thursday - Date.UTC(year, 0, 1)) / weekMs) + 1 };
}

function daysSinceMonday(wall: number): number {
  return (new Date(wall).getUTCDay() + 6) % 7;
}
