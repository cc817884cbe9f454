import { scanStatistic } from "./scan-statistic.ts";
import { fitFactor, type SearchState } from "./search-state.ts";
import { factorPrice, type SearchRules } from "./search-rules.ts";

/** A cell with the factor it takes, ln likelihood ratio for it (evidence), and that minus its price (gain). */
export interface FoundCause {
  readonly cell: number;
  readonly factor: number;
  readonly evidence: number;
  readonly gain: number;
  /** Name and factor, without what later causes pay on top. */
  readonly price: number;
}

/**
 * The cells that would gain most, best first, beside the causes that are taken already. A scan by weighted sums picks the
 * `most` best; these are then fitted exactly. Left out are cells that lack more than `lacking` to pay for themselves.
 */
export function rankCells(
  state: SearchState,
  rules: SearchRules,
  taken: readonly FoundCause[],
  most: number,
  lacking = 0,
): FoundCause[] {
  const { count, expected } = state;
  const rise = rules.direction === "rise";
  const cells: number[] = [];
  const gains: number[] = [];
  let floor = -lacking;
  const { nameable } = rules;
  for (let i = 0; i < nameable.length; i += 1) {
    const cell = nameable[i]!;
    const c = count[cell]!;
    const b = expected[cell]!;
    if (rise ? c <= b : c >= b) continue;
    const price = rules.price[cell]!;
    // c ln(c/b) − (c − b) ≤ (c − b)²/b: most cells need no logarithm.
    if (rise && (c - b) * (c - b) < (floor + price) * b) continue;
    const gain = scanStatistic(c, b, rules.direction) - price;
    if (gain <= floor || taken.some((cause) => cause.cell === cell)) continue;
    let at = gains.length;
    while (at > 0 && gains[at - 1]! < gain) at -= 1;
    gains.splice(at, 0, gain);
    cells.splice(at, 0, cell);
    if (gains.length > most) {
      gains.pop();
      cells.pop();
      floor = gains[most - 1]!;
    }
  }
  const extra = taken.length === 0 ? 0 : rules.extra;
  return cells
    .map((cell) => fitCause(state, rules, cell, extra))
    .filter((cause) => cause.gain > -lacking)
    .sort((a, b) => b.gain - a.gain);
}

/** One cell as a cause of its own. Its gain is negative when its factor goes the other way. */
export function fitCause(state: SearchState, rules: SearchRules, cell: number, extra: number): FoundCause {
  const { factor, evidence, information } = fitFactor(state, cell);
  const right = factor !== 1 && factor > 1 === (rules.direction === "rise");
  const price = rules.price[cell]! + factorPrice(rules.direction, factor, information);
  return { cell, factor, evidence, price, gain: right ? evidence - price - extra : Number.NEGATIVE_INFINITY };
}
