import { attributesOfCell } from "./cell-index.ts";
import type { LeafTable } from "./leaf-table.ts";
import { scanStatistic } from "./scan-statistic.ts";
import type { SearchRules } from "./search-rules.ts";
import type { SearchState } from "./search-state.ts";

export interface RankedSingle {
  readonly where: Record<string, string>;
  /** ln likelihood ratio of this cell alone against "nothing happened". */
  readonly evidence: number;
  /** Of the excess of all, in weighted counts; null when there is none. */
  readonly share: { readonly value: number; readonly low: number; readonly high: number } | null;
}

const listed = 10;

/** Every cell alone, evidence minus price, weighed by the share of the excess it covers. Needs a state without factors. */
export function rankSingles(table: LeafTable, state: SearchState, rules: SearchRules): RankedSingle[] {
  const { count, expected, index } = state;
  if (index.cells === 0) return [];
  const all = Math.max(1e-9, Math.abs(count[0]! - expected[0]!));
  const best: { cell: number; score: number; evidence: number; share: number }[] = [];
  let least = Number.NEGATIVE_INFINITY;
  for (const cell of rules.nameable) {
    const c = count[cell]!;
    const b = expected[cell]!;
    if (cell === 0 || (rules.direction === "rise" ? c <= b : c >= b)) continue;
    const evidence = scanStatistic(c, b, rules.direction);
    const share = Math.abs(c - b) / all;
    const score = (evidence - rules.price[cell]!) * Math.min(1, share);
    if (score <= least) continue;
    let at = best.length;
    while (at > 0 && best[at - 1]!.score < score) at -= 1;
    best.splice(at, 0, { cell, score, evidence, share });
    if (best.length > listed) best.pop();
    if (best.length === listed) least = best[listed - 1]!.score;
  }
  return best.map(({ cell, evidence, share }) => {
    const margin = (1.96 * Math.sqrt(count[cell]!)) / all;
    return {
      where: attributesOfCell(table, index, cell),
      evidence,
      share: { value: share, low: share - margin, high: share + margin },
    };
  });
}
