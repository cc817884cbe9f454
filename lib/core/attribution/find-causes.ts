import { grow, growFrom } from "./climb.ts";
import { fitCause, rankCells, type FoundCause } from "./rank-cells.ts";
import type { SearchRules } from "./search-rules.ts";
import { logLikelihood, membersOf, multiplyCell, type SearchState } from "./search-state.ts";
import { putSoft, settleSoft, type SoftFactor } from "./soft-factors.ts";

/** What stands on the state after a climb, and how good it is. */
interface Standing {
  readonly causes: readonly FoundCause[];
  readonly soft: readonly number[];
  readonly score: number;
}

/** The search starts anew from this many of the best single cells: `most` in tables of up to 1,000 leaves, fewer in larger ones. */
const restarts = { least: 4, most: 10, leaves: 10_000 };
/** How often cells are tried beside the result that do not pay by themselves, how many at most, and how much they may lack. */
const rounds = 2;
const tried = 4;
const lacking = 5;

/**
 * The set of cells, each with a factor of its own, that explains the counts best for the length of its names: the
 * posterior mode, found by growing, exchanging and dropping, and again from every one of the best single cells, because
 * a cell that covers several pieces never wins against them one by one. At the end cells that almost pay are tried beside
 * the result: two that need each other, or one that the common level hides. Leaves the factors of the result in the state.
 */
export function findCauses(
  state: SearchState,
  soft: SoftFactor[],
  rules: SearchRules,
  materiality: number,
): FoundCause[] {
  // Newcomers first find their own level: naming one needs more than that its rate differs as rates do.
  const newcomers = soft.slice(1);
  settleSoft(state, newcomers);
  for (const s of newcomers) {
    const strain = s.shape * (s.factor - 1 - Math.log(s.factor));
    if (strain < rules.price[s.cell]!) rules.price[s.cell] = Number.POSITIVE_INFINITY;
  }
  const { least, most, leaves } = restarts;
  const many = Math.max(least, Math.min(most, Math.round(leaves / state.signals.length)));
  const starts = rankCells(state, rules, [], many);
  rules.extra = materiality * starts.reduce((best, cause) => Math.max(best, cause.evidence), 0);
  const causes: FoundCause[] = [];
  grow(state, causes, soft, rules);
  let best = stand(state, causes, soft, rules);
  let now = best;
  /** Starts from the best set and one more cell, with or without the causes that share its leaves. */
  const attempt = (cell: number, beside: boolean) => {
    restore(state, now, best, soft);
    const kept: FoundCause[] = [];
    for (const cause of best.causes) {
      if (beside || overlap(state, cause.cell, cell) < 0.5) kept.push(cause);
      else multiplyCell(state, cause.cell, 1 / cause.factor);
    }
    for (const s of soft) putSoft(state, s, 1);
    growFrom(state, cell, kept, soft, rules);
    now = stand(state, kept, soft, rules);
    if (now.score > best.score + 1e-6) best = now;
  };
  for (const start of starts) {
    if (!best.causes.some((cause) => cause.cell === start.cell)) attempt(start.cell, false);
  }
  for (let round = 0; round < rounds; round += 1) {
    restore(state, now, best, soft);
    now = best;
    const before = best;
    for (const next of rankCells(state, rules, best.causes, Math.min(tried, many >> 1), lacking))
      attempt(next.cell, true);
    if (best === before) break;
  }
  restore(state, now, best, soft);
  return asEverything(state, best, soft, rules) ?? [...best.causes];
}

/** Causes that together hold this part of what was expected may be everything, said in pieces. */
const everythingPart = 0.9;

/**
 * Two campaigns that share all messages and rose alike are no two causes: everything rose. Its name is the shortest of all, so where the
 * causes cover nearly everything it costs no more than the cheapest of them. Null when the pieces explain the counts better.
 */
function asEverything(
  state: SearchState,
  best: Standing,
  soft: readonly SoftFactor[],
  rules: SearchRules,
): FoundCause[] | null {
  if (best.causes.length === 0 || best.causes.some(({ cell }) => cell === 0)) return null;
  const price = best.causes.reduce((least, cause) => Math.min(least, cause.price), Number.POSITIVE_INFINITY);
  for (const cause of best.causes) multiplyCell(state, cause.cell, 1 / cause.factor);
  for (const s of soft) putSoft(state, s, 1);
  const covered = new Set(best.causes.flatMap(({ cell }) => [...membersOf(state, cell)]));
  let [inside, all] = [0, 0];
  for (let leaf = 0; leaf < state.signals.length; leaf += 1) {
    all += state.mean[leaf]!;
    if (covered.has(leaf)) inside += state.mean[leaf]!;
  }
  if (inside < everythingPart * all) {
    restore(state, { ...best, causes: [] }, best, soft);
    return null;
  }
  const whole = { ...fitCause(state, rules, 0, 0), price };
  multiplyCell(state, 0, whole.factor);
  const now = stand(state, [whole], soft, rules);
  if (now.score > best.score) return [whole];
  restore(state, now, best, soft);
  return null;
}

/** Log-likelihood minus what names and factors cost, up to a constant. */
function stand(
  state: SearchState,
  causes: readonly FoundCause[],
  soft: readonly SoftFactor[],
  rules: SearchRules,
): Standing {
  let score = logLikelihood(state) - rules.extra * Math.max(0, causes.length - 1);
  for (const cause of causes) score -= cause.price;
  for (const s of soft) score += s.shape * (Math.log(s.factor) - s.factor);
  return { causes: [...causes], soft: soft.map((s) => s.factor), score };
}

function restore(state: SearchState, now: Standing, to: Standing, soft: readonly SoftFactor[]): void {
  if (now === to) return;
  for (const cause of now.causes) multiplyCell(state, cause.cell, 1 / cause.factor);
  for (const [i, s] of soft.entries()) putSoft(state, s, to.soft[i]!);
  for (const cause of to.causes) multiplyCell(state, cause.cell, cause.factor);
}

/** The part of the smaller cell's leaves that both hold, 0 to 1. */
export function overlap(state: SearchState, a: number, b: number): number {
  const first = membersOf(state, a);
  const second = membersOf(state, b);
  let both = 0;
  for (let i = 0, j = 0; i < first.length && j < second.length;) {
    const step = first[i]! - second[j]!;
    if (step === 0) both += 1;
    if (step <= 0) i += 1;
    if (step >= 0) j += 1;
  }
  return both / Math.min(first.length, second.length);
}
