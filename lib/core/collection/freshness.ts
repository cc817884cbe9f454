/**
 * How old a reading may be. Stale is amber after two missed polls and red after six; half an interval of grace keeps
 * ordinary jitter from flickering between states.
 */
export type Freshness = "fresh" | "amber" | "red" | "never";

/** Two missed polls, with half an interval of grace: a longer stretch without a reading is a gap. */
export const missedPollsAllowed = 2.5;

export interface FreshnessInput {
  readonly observedAt: Date | null;
  readonly pollIntervalSeconds: number;
  readonly now: Date;
}

export function readFreshness(input: FreshnessInput): Freshness {
  if (input.observedAt === null) return "never";
  const ageSeconds = Math.max(0, (input.now.getTime() - input.observedAt.getTime()) / 1000);
  const missed = ageSeconds / input.pollIntervalSeconds;
  if (missed >= 6.5) return "red";
  return missed >= missedPollsAllowed ? "amber" : "fresh";
}
