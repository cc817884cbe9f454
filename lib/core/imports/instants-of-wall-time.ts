import { wallMs } from "../time/local-time.ts";

const dayMs = 86_400_000;
/** Zone → day → the day's offset, or null where the clocks change around it. Asking the zone is slow. */
const quietDays = new Map<string, Map<number, number | null>>();

/**
 * The instants at which a clock in the zone shows a time: none where clocks jump over it, two where they repeat it.
 *
 * @param wall what the clock shows, as if it hung in UTC: milliseconds.
 * @throws RangeError for a name that is no time zone
 */
export function instantsOfWallTime(wall: number, timeZone: string): readonly Date[] {
  const day = Math.floor(wall / dayMs);
  const days = quietDays.get(timeZone) ?? new Map<number, number | null>();
  quietDays.set(timeZone, days);
  let offset = days.get(day);
  if (offset === undefined) {
    offset = quietOffset(day, timeZone);
    days.set(day, offset);
  }
  if (offset !== null) return [new Date(wall - offset)];
  // No zone is a whole day away from UTC, so these offsets lie on either side of a change.
  const candidates = new Set([-1, 0, 1].map((days) => wall - offsetMs(wall + days * dayMs, timeZone)));
  return [...candidates]
    .filter((ms) => ms + offsetMs(ms, timeZone) === wall)
    .sort((a, b) => a - b)
    .map((ms) => new Date(ms));
}

/** The offset that holds from the day before to the day after; null when it changes in between. */
function quietOffset(day: number, timeZone: string): number | null {
  const offsets = [-1, -0.5, 0, 0.5, 1, 1.5, 2].map((days) => offsetMs((day + days) * dayMs, timeZone));
  const first = offsets[0] ?? 0;
  return offsets.every((offset) => offset === first) ? first : null;
}

function offsetMs(at: number, timeZone: string): number {
  return wallMs(new Date(at), timeZone) - Math.floor(at / 1000) * 1000;
}

/** Whether this installation knows the zone by that name. */
export function isTimeZone(name: string): boolean {
  try {
    wallMs(new Date(0), name);
    return name !== "";
  } catch {
    return false;
  }
}
