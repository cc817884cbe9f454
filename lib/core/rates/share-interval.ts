import { incompleteBeta } from "./incomplete-beta.ts";

/**
 * Which shares are compatible with so many of so many?
 *
 * The exact interval of Clopper & Pearson (1934, Biometrika 26, 404-413): each end is the share at which a count as
 * extreme as this one would come up in (1 − level)/2 of the cases, so the interval holds the true share in at least
 * `level` of the cases whatever it is. R's binom.test gives the same. It takes the whole as independent draws: what is
 * sent in one go varies more than that.
 */
export interface ShareInterval {
  /** From 0 to 1. */
  readonly share: number;
  readonly low: number;
  readonly high: number;
}

/** Null of nothing: then there is no share. @throws RangeError for negative counts and parts larger than the whole. */
export function shareInterval(part: number, whole: number, level = 0.95): ShareInterval | null {
  if (!(part >= 0) || !(part <= whole)) throw new RangeError("A part lies between nothing and the whole.");
  if (whole === 0) return null;
  const tail = (1 - level) / 2;
  return {
    share: part / whole,
    low: part === 0 ? 0 : shareWith((share) => incompleteBeta(share, part, whole - part + 1), tail),
    high: part === whole ? 1 : shareWith((share) => incompleteBeta(share, part + 1, whole - part), 1 - tail),
  };
}

/** Solves chance(share) = wanted for a chance that grows with the share. Sixty halvings leave less than 1e-18. */
function shareWith(chance: (share: number) => number, wanted: number): number {
  let [low, high] = [0, 1];
  for (let step = 0; step < 60; step += 1) {
    const middle = (low + high) / 2;
    if (chance(middle) < wanted) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
