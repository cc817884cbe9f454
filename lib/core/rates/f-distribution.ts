import { incompleteBeta } from "./incomplete-beta.ts";

/** The chance that an F ratio with these degrees of freedom (above 0, not only whole numbers) is at least this large. */
export function fTail(ratio: number, numerator: number, denominator: number): number {
  if (ratio <= 0) return 1;
  return incompleteBeta(denominator / (denominator + numerator * ratio), denominator / 2, numerator / 2);
}

/** The F ratio that is reached with probability `tail` (0 < tail < 1). */
export function fQuantile(tail: number, numerator: number, denominator: number): number {
  let low = 0;
  let high = 1;
  while (fTail(high, numerator, denominator) > tail && high < 1e12) high *= 4;
  for (let step = 0; step < 80 && high - low > 1e-12 * high; step += 1) {
    const middle = (low + high) / 2;
    if (fTail(middle, numerator, denominator) > tail) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Two-sided p-value of Student's t, whose square is an F ratio with one degree of freedom above. */
export function twoSidedT(t: number, degrees: number): number {
  return fTail(t * t, 1, degrees);
}

/** The t beyond which, on both sides together, a share `tail` of Student's distribution lies. */
export function tQuantile(tail: number, degrees: number): number {
  if (tail !== usualTail || !(degrees < known.length)) return Math.sqrt(fQuantile(tail, 1, degrees));
  return (known[degrees] ??= Math.sqrt(fQuantile(tail, 1, degrees)));
}

/** Every row of a table asks for the same one. */
const usualTail = 0.05;
const known: (number | undefined)[] = new Array<undefined>(400).fill(undefined);
