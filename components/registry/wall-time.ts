import { zonedParts } from "@/components/clock/zone-offset.ts";

/** An instant as a datetime-local field shows it, to the minute; empty for none. */
export function wallTime(at: string | null, timeZone: string): string {
  if (at === null) return "";
  const { year, month, day, hour, minute } = zonedParts(Date.parse(at), timeZone);
  const two = (value: number) => String(value).padStart(2, "0");
  return `${String(year).padStart(4, "0")}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}`;
}
