/** Fields whose changes Meta announces by webhook, as they stand in history. The rating is not among them. */
export const announcedFields = {
  template: ["status", "quality_score", "category"],
  portfolio: ["messaging_limit"],
  waba: ["account_review_status"],
  "phone-number": ["name_status"],
} as const;

/** So many changes without a word show that webhooks do not come in. */
export const changesUntilSilence = 2;

/** A change that was found over a longer stretch says nothing: nobody looked, and perhaps nobody listened. */
export const longestStretchMs = 12 * 3_600_000;

export interface PolledChange {
  /** When the old value was last read. */
  readonly notBefore: Date;
  /** When the new one was read. */
  readonly occurredAt: Date;
  readonly pollIntervalSeconds: number;
  /** The newest value that a webhook told before the reading, since the one before the last; null: none. */
  readonly webhookValue: string | null;
  readonly webhookTold: boolean;
}

/** How much earlier or later than the two readings a webhook may speak of a change: a poll. */
export function graceMs(
  change: Pick<PolledChange, "notBefore" | "occurredAt" | "pollIntervalSeconds">,
): number {
  return Math.max(
    change.occurredAt.getTime() - change.notBefore.getTime(),
    change.pollIntervalSeconds * 1000,
  );
}

export type Difference = "unannounced" | "contradicted";

/**
 * What a change that a poll found says about webhooks; null when they agree, or when it is too early or too late to say.
 */
export function judgeDifference(change: PolledChange, now: Date): Difference | null {
  const stretch = change.occurredAt.getTime() - change.notBefore.getTime();
  if (stretch > longestStretchMs || change.webhookTold) return null;
  if (now.getTime() < change.occurredAt.getTime() + graceMs(change)) return null;
  return change.webhookValue === null ? "unannounced" : "contradicted";
}
