/**
 * How much do the shares of sources differ from week to week when nothing happened?
 *
 * Weeks are the sample, each one point with the square roots of its shares as coordinates. Roots keep the noise of a large
 * and a small source, and of a quiet and a busy week, on one scale: by chance alone every root has the variance
 * (1 − share) / 4n (Bartlett 1936; 3/8 and 3/4 after Anscombe 1948). What the reference weeks show beyond that is unrest:
 * campaigns, weekdays off, one shop's promotion.
 */
export interface MixUnrest {
  /** Mean root of the share of each source over the weeks. */
  readonly centre: readonly number[];
  /** Variance of (root of a share now − centre) to be expected when nothing happened, by source, and summed. */
  readonly variances: readonly number[];
  readonly variance: number;
  /** How much larger that is than by chance alone; at least 1. */
  readonly dispersion: number;
  /**
   * Degrees of freedom of the F ratio. Sources of equal unrest give sources − 1; when one bursty source makes most of it they
   * fall towards 1 (Satterthwaite 1946).
   */
  readonly degrees: number;
  readonly denominator: number;
}

export function rootShares(counts: readonly number[]): number[] {
  const n = sum(counts, (count) => count);
  return counts.map((count) => Math.sqrt((count + 3 / 8) / (n + 3 / 4)));
}

/** `weeks` are counts by week and source, `shares` those of both windows together, `now` the size of the current week. */
export function mixUnrest(
  weeks: readonly (readonly number[])[],
  shares: readonly number[],
  now: number,
): MixUnrest {
  const free = weeks.length - 1;
  const roots = weeks.map(rootShares);
  const centre = shares.map((_, k) => sum(roots, (week) => week[k] ?? 0) / weeks.length);
  const spread = shares.map((_, k) => sum(roots, (week) => ((week[k] ?? 0) - (centre[k] ?? 0)) ** 2) / free);
  const perContact = sum(weeks, (week) => 1 / sum(week, (count) => count)) / weeks.length;
  const chance = (share: number) => (1 - share) / 4;

  // Only the sum is held to chance at least: single sources are below it half of the time by luck.
  const byChance = sum(shares, chance);
  const beyond = Math.max(0, sum(spread, (one) => one) - byChance * perContact);
  const chancePart = byChance * (1 / now + perContact / weeks.length);
  const variance = chancePart + beyond * (1 + 1 / weeks.length);
  const dispersion = variance / chancePart;
  const variances = shares.map((share, k) => {
    const byLuck = chance(share) * (1 / now + perContact / weeks.length);
    const own = Math.max(0, (spread[k] ?? 0) - chance(share) * perContact) * (1 + 1 / weeks.length);
    // A bursty source has its own variance; a calm one is not believed to be calmer than all, on so few weeks.
    return byLuck + Math.max(own, byLuck * (dispersion - 1));
  });

  // Squares of noisy estimates are too large, so this errs towards few degrees: in simulation the corrected form let bursty
  // sources through twice as often.
  const unrest = spread.map((one, k) => Math.max(one, chance(shares[k] ?? 0) * perContact));
  const squares = sum(unrest, (one) => one * one);
  const degrees = Math.max(1, Math.min(shares.length - 1, sum(unrest, (one) => one) ** 2 / squares));
  return { centre, variances, variance, dispersion, degrees, denominator: free * degrees };
}

function sum<T>(items: readonly T[], value: (item: T) => number): number {
  return items.reduce((total, item) => total + value(item), 0);
}
