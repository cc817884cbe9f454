import { judgeAccounts } from "./judge-accounts.ts";
import { judgeNumbers, judgeStatuses } from "./judge-numbers.ts";
import { judgePortfolios } from "./judge-portfolios.ts";
import { judgeTemplates } from "./judge-templates.ts";
import { planSends } from "./plan-sends.ts";
import { poisson } from "./seeded-random.ts";
import type { WorldState } from "./world-state.ts";

interface Tally {
  sends: number;
  feedback: number;
}

/**
 * One simulated hour: sources send, people react with a delay, and the platform judges numbers, templates and limits.
 * All randomness is keyed by (seed, step, source), so the outcome never depends on how often the world is asked.
 *
 * @param at real instant (unix ms) at which this hour ends
 */
export function simulateHour(state: WorldState, step: number, at: number): void {
  const byNumber = new Map<string, Tally>();
  const byTemplate = new Map<string, Tally>();
  const byPortfolio = new Map<string, Tally>();
  for (const { source, portfolio, sends, random } of planSends(state, step, at)) {
    if (!state.numbers.has(source.phoneNumberId) || !state.templates.has(source.templateId)) continue;
    const due = state.sourceDelays.get(source.key)?.pass(sends * source.blockTendency) ?? 0;
    const feedback = poisson(random, due);
    add(byNumber, source.phoneNumberId, sends, feedback);
    add(byTemplate, source.templateId, sends, feedback);
    if (portfolio !== undefined) add(byPortfolio, portfolio.id, sends, feedback);
    if (sends > 0) state.emit({ kind: "messages-sent", at, sourceKey: source.key, count: sends });
  }
  record(state.numberDynamics, byNumber);
  record(state.templateDynamics, byTemplate);
  record(state.portfolioDynamics, byPortfolio);
  judgeAccounts(state, at);
  judgeNumbers(state, step, at);
  judgeTemplates(state, step, at);
  judgePortfolios(state, at);
  judgeStatuses(state);
}

function add(tallies: Map<string, Tally>, id: string, sends: number, feedback: number): void {
  const tally = tallies.get(id) ?? { sends: 0, feedback: 0 };
  tally.sends += sends;
  tally.feedback += feedback;
  tallies.set(id, tally);
}

function record(
  dynamics: ReadonlyMap<string, { readonly load: { record(sends: number, feedback: number): void } }>,
  tallies: ReadonlyMap<string, Tally>,
): void {
  for (const [id, { load }] of dynamics) {
    const tally = tallies.get(id);
    load.record(tally?.sends ?? 0, tally?.feedback ?? 0);
  }
}
