/**
 * Meta's quality rating of a phone number: ordinal and held, never a number to average. Values arrive as raw strings
 * and stay raw; what we do not know has no rank, so it can neither fall nor recover.
 */
export const rankedRatings = ["GREEN", "YELLOW", "RED"] as const;
export type RankedRating = (typeof rankedRatings)[number];

/** How a raw rating reads: ranked, not rated yet (Meta uses two words), absent, or a word we do not know. */
export type RatingReading =
  | { kind: "ranked"; rating: RankedRating }
  | { kind: "not-rated"; raw: string }
  | { kind: "absent" }
  | { kind: "unknown"; raw: string };

export function readRating(raw: string | null | undefined): RatingReading {
  if (raw === null || raw === undefined || raw === "") return { kind: "absent" };
  const ranked = rankedRatings.find((rating) => rating === raw);
  if (ranked !== undefined) return { kind: "ranked", rating: ranked };
  if (raw === "UNKNOWN" || raw === "NA") return { kind: "not-rated", raw };
  return { kind: "unknown", raw };
}

/** 0 is best (GREEN); null when the value has no rank. */
export function ratingRank(raw: string | null | undefined): number | null {
  const reading = readRating(raw);
  return reading.kind === "ranked" ? rankedRatings.indexOf(reading.rating) : null;
}

export type RatingMove = "fell" | "improved" | "recovered" | "none";

/**
 * What a step means for people. `from` is the last *ranked* rating: GREEN, UNKNOWN, RED is a fall from GREEN.
 * A number first seen below GREEN counts as fallen; UNKNOWN after RED is not a recovery.
 */
export function ratingMove(from: RankedRating | null, toRaw: string | null): RatingMove {
  const to = ratingRank(toRaw);
  if (to === null) return "none";
  const before = from === null ? 0 : rankedRatings.indexOf(from);
  if (to > before) return "fell";
  if (to === before) return "none";
  return to === 0 ? "recovered" : "improved";
}

/** The words for a screen or a message; unknown values are shown as such, in Meta's spelling. */
export function ratingLabel(raw: string | null | undefined): string {
  const reading = readRating(raw);
  switch (reading.kind) {
    case "ranked":
      return reading.rating;
    case "not-rated":
      return "not rated yet";
    case "absent":
      return "not reported";
    case "unknown":
      return `unknown (${reading.raw})`;
  }
}
