import { zonedParts } from "./zone-offset.ts";

/** full: with seconds and zone; minute: day and time; day: date with year; short-day: date without; time: HH:MM. */
export type InstantStyle = "full" | "minute" | "day" | "short-day" | "time";

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** Month names are ours and not Intl's: server and browser carry different ICU versions and would disagree. */
export function formatInstant(ms: number, timeZone: string, style: InstantStyle): string {
  const at = zonedParts(ms, timeZone);
  const date = `${at.day} ${months[at.month - 1] ?? ""}`;
  const time = `${pad(at.hour)}:${pad(at.minute)}`;
  switch (style) {
    case "full":
      return `${date} ${at.year}, ${time}:${pad(at.second)} (${timeZone})`;
    case "minute":
      return `${date}, ${time}`;
    case "day":
      return `${date} ${at.year}`;
    case "short-day":
      return date;
    case "time":
      return time;
  }
}

function pad(value: number): string {
  return String(value).padStart(2, "0");
}
