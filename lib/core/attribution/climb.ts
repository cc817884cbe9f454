import { fitCause, rankCells, type FoundCause } from "./rank-cells.ts";
import { maxCauses, materialPart, type SearchRules } from "./search-rules.ts";
import { multiplyCell, type SearchState } from "./search-state.ts";
import { settleSoft, type SoftFactor } from "./soft-factors.ts";

/** How many of the best cells are fitted exactly before one is taken. */
const shortlist = 16;
const passesAfterStart = 3;
const passesAfterGrowth = 4;

/** Adds causes one at a time, best first, as long as one pays; after each the others are looked at again. Changes `causes`. */
export function grow(
  state: SearchState,
  causes: FoundCause[],
  soft: readonly SoftFactor[],
  rules: SearchRules,
): void {
  let first = causes.reduce((most, cause) => Math.max(most, cause.evidence), 0);
  for (let round = 0; round < 2 * maxCauses && causes.length < maxCauses; round += 1) {
    const next = rankCells(state, rules, causes, shortlist)[0];
    if (next === undefined || next.evidence < materialPart * first) break;
    first = Math.max(first, next.evidence);
    multiplyCell(state, next.cell, next.factor);
    causes.push(next);
    polish(state, causes, soft, rules, passesAfterGrowth);
  }
  settleSoft(state, soft);
}

/**
 * Puts one cell beside the causes that stand, lets soft factors and causes find their sizes anew, drops what no longer
 * pays, and grows from there. The soft factors begin at 1: where they have taken up half of a cause, it cannot show.
 * Changes `causes`.
 */
export function growFrom(
  state: SearchState,
  start: number,
  causes: FoundCause[],
  soft: readonly SoftFactor[],
  rules: SearchRules,
): void {
  causes.push(putCause(state, rules, start, 0));
  settleSoft(state, soft);
  refit(state, causes, rules);
  settleSoft(state, soft);
  dropIdle(state, causes, rules);
  polish(state, causes, soft, rules, passesAfterStart);
  grow(state, causes, soft, rules);
}

/** Sizes anew, the newest cause first, whether they pay or not. */
function refit(state: SearchState, causes: FoundCause[], rules: SearchRules): void {
  for (let i = causes.length - 1; i >= 0; i -= 1) {
    const old = causes[i]!;
    multiplyCell(state, old.cell, 1 / old.factor);
    causes[i] = putCause(state, rules, old.cell, 0);
  }
}

/** Drops causes, the newest excepted, that no longer pay. */
function dropIdle(state: SearchState, causes: FoundCause[], rules: SearchRules): void {
  for (let i = causes.length - 2; i >= 0; i -= 1) {
    const old = causes[i]!;
    multiplyCell(state, old.cell, 1 / old.factor);
    const fitted = fitCause(state, rules, old.cell, rules.extra);
    if (fitted.gain <= 0) {
      causes.splice(i, 1);
    } else {
      causes[i] = fitted;
      multiplyCell(state, fitted.cell, fitted.factor);
    }
  }
}

function polish(
  state: SearchState,
  causes: FoundCause[],
  soft: readonly SoftFactor[],
  rules: SearchRules,
  passes: number,
): void {
  for (let pass = 0; pass < passes; pass += 1) {
    settleSoft(state, soft);
    if (!exchange(state, causes, rules)) return;
  }
}

/** Takes each cause off and puts the best cell in its place, or none. True when another cell came in. */
function exchange(state: SearchState, causes: FoundCause[], rules: SearchRules): boolean {
  let changed = false;
  for (let i = 0; i < causes.length; i += 1) {
    const old = causes[i]!;
    multiplyCell(state, old.cell, 1 / old.factor);
    const others = causes.filter((_, other) => other !== i);
    const next = rankCells(state, rules, others, shortlist)[0];
    if (next?.cell !== old.cell) changed = true;
    if (next === undefined) {
      causes.splice(i, 1);
      i -= 1;
    } else {
      causes[i] = next;
      multiplyCell(state, next.cell, next.factor);
    }
  }
  return changed;
}

function putCause(state: SearchState, rules: SearchRules, cell: number, extra: number): FoundCause {
  const cause = fitCause(state, rules, cell, extra);
  multiplyCell(state, cell, cause.factor);
  return cause;
}
