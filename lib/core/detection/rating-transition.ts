import { ratingMove, ratingRank, type RankedRating, rankedRatings } from "../quality/rating.ts";

export interface RatingStep {
  readonly direction: "fell" | "improved" | "recovered";
  readonly from: RankedRating | null;
  readonly to: RankedRating;
}

/**
 * The transition that a new reading means, or null. Compared with the last ranked rating, so that a reading without a
 * rank (UNKNOWN, absent, a new word) neither hides a fall nor counts as recovery.
 */
export function ratingStep(lastRanked: RankedRating | null, raw: string | null): RatingStep | null {
  const direction = ratingMove(lastRanked, raw);
  const rank = ratingRank(raw);
  const to = rank === null ? undefined : rankedRatings[rank];
  if (direction === "none" || to === undefined) return null;
  return { direction, from: lastRanked, to };
}
