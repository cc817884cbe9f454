/** Meta's operating state of a phone number, read for people. Values outside the list stay as they came. */
export type StatusReading = "sending" | "at-risk" | "not-sending" | "setting-up" | "unknown";

/** A map, not an object: Meta's word may be spelled like a property of every object. */
const readings = new Map<string, StatusReading>([
  ["CONNECTED", "sending"],
  ["PENDING", "setting-up"],
  ["UNVERIFIED", "setting-up"],
  ["FLAGGED", "at-risk"],
  ["RATE_LIMITED", "at-risk"],
  ["RESTRICTED", "at-risk"],
  ["BANNED", "not-sending"],
  ["DISCONNECTED", "not-sending"],
  ["MIGRATED", "not-sending"],
  ["DELETED", "not-sending"],
]);

export function readNumberStatus(raw: string | null): StatusReading {
  return readings.get(raw ?? "") ?? "unknown";
}
