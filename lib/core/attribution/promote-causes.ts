import type { CellIndex } from "./cell-index.ts";
import { fitCause, type FoundCause } from "./rank-cells.ts";
import { scanStatistic } from "./scan-statistic.ts";
import type { SearchRules } from "./search-rules.ts";
import { multiplyCell, type SearchState } from "./search-state.ts";

/** How much of the child's ln factor the rest of the parent must show, and how clearly. */
const leastPart = 0.2;
const leastEvidence = 6;

/**
 * Moves a cause to the cell with one attribute less while the rest of that cell has risen as well (method sheet, section
 * 4, step 7): a group whose members rose by different factors is one cause and not its most affected member.
 */
export function promoteCauses(
  state: SearchState,
  index: CellIndex,
  causes: readonly FoundCause[],
  rules: SearchRules,
): FoundCause[] {
  const promoted: FoundCause[] = [];
  for (const cause of causes) {
    multiplyCell(state, cause.cell, 1 / cause.factor);
    let top = cause.cell;
    for (let parent: number | null = top; parent !== null;) {
      top = parent;
      parent = raisedParent(state, index, top, rules);
    }
    if (promoted.some((other) => other.cell === top)) continue;
    const fitted = top === cause.cell ? cause : fitCause(state, rules, top, 0);
    multiplyCell(state, fitted.cell, fitted.factor);
    promoted.push(fitted);
  }
  return promoted;
}

function raisedParent(state: SearchState, index: CellIndex, cell: number, rules: SearchRules): number | null {
  const { count, expected } = state;
  const width = index.subsets.length;
  const mask = index.subsets[index.subsetOf[cell]!]!;
  const own = Math.abs(Math.log(Math.max(1e-3, count[cell]! / expected[cell]!)));
  let best: number | null = null;
  let most = 0;
  for (let s = 1; s < width; s += 1) {
    const other = index.subsets[s]!;
    if ((other & mask) !== other || index.attributes[cell]! - bits(other) !== 1) continue;
    const parent = index.ofLeaf[index.aLeafOf[cell]! * width + s]!;
    const c = count[parent]! - count[cell]!;
    const b = expected[parent]! - expected[cell]!;
    if (
      rules.price[parent] === Number.POSITIVE_INFINITY ||
      index.leavesIn[parent]! - index.leavesIn[cell]! < 2
    )
      continue;
    if (!(b > 0) || scanStatistic(c, b, rules.direction) < leastEvidence) continue;
    if (Math.abs(Math.log(Math.max(1e-3, c / b))) < leastPart * own) continue;
    const whole = scanStatistic(count[parent]!, expected[parent]!, rules.direction);
    if (whole > most) {
      most = whole;
      best = parent;
    }
  }
  return best;
}

function bits(mask: number): number {
  let found = 0;
  for (let rest = mask; rest > 0; rest &= rest - 1) found += 1;
  return found;
}
