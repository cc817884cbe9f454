import { durationText } from "./duration-text.ts";

const skewMs = 1_500;

/**
 * "12 s ago", "in 4 min". Within a second and a half either way it is "just now": clocks of server and browser differ.
 */
export function relativeTime(atMs: number, nowMs: number): string {
  const age = nowMs - atMs;
  if (Math.abs(age) <= skewMs) return "just now";
  return age > 0 ? `${durationText(age)} ago` : `in ${durationText(-age)}`;
}
