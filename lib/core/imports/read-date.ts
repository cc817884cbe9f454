import { startOfLocalDay } from "../time/local-time.ts";
import { instantsOfWallTime } from "./instants-of-wall-time.ts";
import { parseDate, type DateFormat } from "./parse-date.ts";

/** How the times of a column are written. The zone is for those that name none; null when it is not known. */
export interface DateRule {
  readonly format: DateFormat;
  readonly timeZone: string | null;
}

export type DateReading =
  | { readonly ok: true; readonly at: Date; readonly hasTime: boolean }
  | { readonly ok: false; readonly message: string };

/** As for the API (read-import-time.ts): what is older is a wrong unit or an empty date. */
const earliestMs = Date.UTC(2018, 0, 1);
/** Clocks differ by a little; a time further ahead is a mistake. */
const aheadMs = 10 * 60_000;
const dayMs = 86_400_000;

/**
 * The instant that a cell names. A date without a time of day is the start of that day. A local time that the zone's
 * clocks skip or show twice is refused and not guessed.
 *
 * @param rule a zone in it must be one that `isTimeZone` knows.
 * @param now later times than ten minutes from then are refused, as are those before 2018.
 */
export function readDate(written: string, rule: DateRule, now: Date): DateReading {
  const parsed = parseDate(written, rule.format);
  if (!parsed.ok) return parsed;
  const { wall, offset, hasTime } = parsed.time;
  // No zone moves a time by more than a day: what is far outside is refused before its zone is looked up.
  if (offset !== null || wall < earliestMs - dayMs || wall > now.getTime() + aheadMs + dayMs) {
    return within(wall - (offset ?? 0) * 60_000, hasTime, now);
  }
  const { timeZone } = rule;
  if (timeZone === null) {
    return {
      ok: false,
      message: "has no time zone; state the zone of the file, or end it with Z or an offset",
    };
  }
  if (!hasTime) return within(startOfLocalDay(wall, timeZone).getTime(), false, now);
  const [first, second] = instantsOfWallTime(wall, timeZone);
  const clock = new Date(wall).toISOString().slice(0, 16).replace("T", " ");
  if (first === undefined) {
    return { ok: false, message: `does not exist: clocks in ${timeZone} skip ${clock}` };
  }
  if (second !== undefined) {
    const message = `could be two times: clocks in ${timeZone} show ${clock} twice; write it with its offset`;
    return { ok: false, message };
  }
  return within(first.getTime(), true, now);
}

function within(ms: number, hasTime: boolean, now: Date): DateReading {
  const at = new Date(ms);
  if (ms < earliestMs)
    return { ok: false, message: `is ${at.toISOString()}, before WhatsApp served businesses (2018)` };
  if (ms > now.getTime() + aheadMs) {
    return { ok: false, message: `is ${at.toISOString()}, more than 10 minutes ahead of now` };
  }
  return { ok: true, at, hasTime };
}
