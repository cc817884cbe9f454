import { formatInstant } from "@/components/clock/format-instant.ts";
import { zoneOffset } from "@/components/clock/zone-offset.ts";
import { fractionOf, type TimeRange } from "./strip-geometry.ts";

export interface TimeTick {
  readonly at: number;
  readonly ms: number;
  readonly label: string;
}

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const steps = [
  minute,
  2 * minute,
  5 * minute,
  10 * minute,
  30 * minute,
  hour,
  3 * hour,
  6 * hour,
  12 * hour,
  day,
];
const daySteps = [2 * day, 4 * day, 7 * day, 14 * day, 28 * day, 56 * day, 91 * day];

/** Round times on the organization's wall clock, at most `most` of them. */
export function timeTicks(range: TimeRange, timeZone: string, most: number): TimeTick[] {
  const length = range.toMs - range.fromMs;
  if (length <= 0) return [];
  const step = [...steps, ...daySteps].find((candidate) => length / candidate <= most) ?? 182 * day;
  const ticks: TimeTick[] = [];
  // Counted in wall time, so that ticks stay on midnight when the clocks change.
  const firstWall = range.fromMs + zoneOffset(range.fromMs, timeZone);
  for (let wall = Math.ceil(firstWall / step) * step; ticks.length <= most; wall += step) {
    const guess = wall - zoneOffset(wall, timeZone);
    const ms = wall - zoneOffset(guess, timeZone);
    if (ms > range.toMs) break;
    if (ms < range.fromMs) continue;
    const isMidnight = wall % day === 0;
    const style = step >= day || isMidnight ? "short-day" : "time";
    ticks.push({ at: fractionOf(ms, range), ms, label: formatInstant(ms, timeZone, style) });
  }
  return ticks;
}
