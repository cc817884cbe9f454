const dayMs = 86_400_000;
const formats = new Map<string, Intl.DateTimeFormat>();

/** What the clock on the wall shows, as if that wall were in UTC: milliseconds, whole seconds. */
export function wallMs(instant: Date, timeZone: string): number {
  const parts: Record<string, number> = {};
  for (const { type, value } of formatOf(timeZone).formatToParts(instant)) parts[type] = Number(value);
  const read = (name: string) => parts[name] ?? 0;
  return Date.UTC(read("year"), read("month") - 1, read("day"), read("hour"), read("minute"), read("second"));
}

/**
 * The first instant of a local day, given as UTC midnight of the same date. Where clocks jump over midnight, that is
 * the jump; where they repeat it, the first of the two.
 */
export function startOfLocalDay(dayAsUtcMs: number, timeZone: string): Date {
  // No zone is a whole day away from UTC, so these two offsets lie on either side of the midnight in question.
  const before = dayAsUtcMs - offsetMs(dayAsUtcMs - dayMs, timeZone);
  const after = dayAsUtcMs - offsetMs(dayAsUtcMs + dayMs, timeZone);
  const [earlier, later] = before < after ? [before, after] : [after, before];
  for (const candidate of [earlier, later]) {
    if (wallMs(new Date(candidate), timeZone) === dayAsUtcMs) return new Date(candidate);
  }
  // Midnight does not exist on this wall: find the jump between the two.
  let [low, high] = [earlier, later];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (wallMs(new Date(middle), timeZone) < dayAsUtcMs) low = middle;
    else high = middle;
  }
  return new Date(high);
}

const weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const months = [
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

/** "Wed 18 November 2026" on the wall of the time zone. */
export function localDayLabel(instant: Date, timeZone: string): string {
  const wall = new Date(wallMs(instant, timeZone));
  const weekday = weekdays[wall.getUTCDay()] ?? "";
  return `${weekday} ${wall.getUTCDate()} ${months[wall.getUTCMonth()] ?? ""} ${wall.getUTCFullYear()}`;
}

/** "Wed 18 November 2026, 09:05" on the wall of the time zone. */
export function localTimeLabel(instant: Date, timeZone: string): string {
  const wall = new Date(wallMs(instant, timeZone));
  const two = (value: number) => String(value).padStart(2, "0");
  return `${localDayLabel(instant, timeZone)}, ${two(wall.getUTCHours())}:${two(wall.getUTCMinutes())}`;
}

function offsetMs(atMs: number, timeZone: string): number {
  return wallMs(new Date(atMs), timeZone) - Math.floor(atMs / 1000) * 1000;
}

/** Making a format costs far more than using it. @throws RangeError for a name that is no time zone */
function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    calendar: "gregory",
    numberingSystem: "latn",
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  formats.set(timeZone, format);
  return format;
}
