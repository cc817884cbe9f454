/** Which way the excess goes: signals above what was expected, or below. */
export type Direction = "rise" | "fall";

/** What a cause must bring before it is named; the figures are natural logarithms of likelihood. */
export interface SearchRules {
  readonly direction: Direction;
  /** Per cell: the length of its name (see name-price.ts); Infinity for cells that may not be named. */
  readonly price: Float64Array;
  /** The cells that may be named: a scan need not look at others. */
  readonly nameable: Int32Array;
  /** What every cause after the first must bring besides its price. */
  extra: number;
}

/** At most this many causes at once: nobody acts on more. */
export const maxCauses = 6;
/** A cause under this part of the first one's evidence, or of the excess of all causes, is not material. */
export const materialPart = 0.01;

/** Sizes that effects have: ln ratio around 1.2 (a factor of 3.3) with deviation 0.6 (1.02 to 11 in 95 %); rises only. */
const usualLogRatio = 1.2;
const usualSpread = 0.6;

/**
 * The cost of a factor that is fitted and not known beforehand: half the ln of the information on it (Schwarz 1978), and
 * its distance from usual effects, which keeps out tiny ratios in huge groups and huge ratios of two events.
 */
export function factorPrice(direction: Direction, factor: number, information: number): number {
  const size = 0.5 * Math.log(1 + information);
  return direction === "fall" ? size : size + 0.5 * ((Math.log(factor) - usualLogRatio) / usualSpread) ** 2;
}
