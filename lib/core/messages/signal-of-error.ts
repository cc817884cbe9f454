/** What a failed message's error code says of the person or of the number; Meta's page of error codes, Dec 2025. */
const signals: ReadonlyMap<number, ErrorSignal> = new Map([
  /** The person stopped marketing from this business. */
  [131050, "opt_out"],
  /** Held back because this person has stopped engaging. */
  [131049, "ecosystem_hold"],
  /** Weak on its own: a new phone, an old client, or a block. */
  [131026, "undelivered"],
  /** Too many earlier messages of this number were blocked or reported. */
  [131048, "spam_limited"],
]);

export type ErrorSignal = "opt_out" | "ecosystem_hold" | "undelivered" | "spam_limited";

/** The signal behind an error code; null for faults that are the sender's, Meta's, or an experiment's (130472). */
export function signalOfError(code: number | null): ErrorSignal | null {
  return code === null ? null : (signals.get(code) ?? null);
}
