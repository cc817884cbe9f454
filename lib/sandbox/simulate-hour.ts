import { judgeNumbers } from "./judge-numbers.ts";
import { judgePortfolios } from "./judge-portfolios.ts";
import { judgeTemplates } from "./judge-templates.ts";
import { mixSeed, poisson, seededRandom } from "./seeded-random.ts";
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
  for (const source of state.sources.values()) {
    const template = state.templates.get(source.templateId);
    const number = state.numbers.get(source.phoneNumberId);
    if (template === undefined || number === undefined) continue;
    const waba = state.wabas.get(number.wabaId);
    const canSend = source.active && template.status === "APPROVED" && waba?.restrictedUntil === null;
    const random = seededRandom(mixSeed(state.seed, "sends", step, source.key));
    const sends = canSend ? poisson(random, source.sendsPerHour * daytimeShare(step)) : 0;
    const due = state.sourceDelays.get(source.key)?.pass(sends * source.blockTendency) ?? 0;
    const feedback = poisson(random, due);
    add(byNumber, number.id, sends, feedback);
    add(byTemplate, template.id, sends, feedback);
    if (waba !== undefined) add(byPortfolio, waba.portfolioId, sends, feedback);
    if (sends > 0) state.emit({ kind: "messages-sent", at, sourceKey: source.key, count: sends });
  }
  record(state.numberDynamics, byNumber);
  record(state.templateDynamics, byTemplate);
  record(state.portfolioDynamics, byPortfolio);
  judgeNumbers(state, step, at);
  judgeTemplates(state, step, at);
  judgePortfolios(state, at);
}

/** Businesses send by day; averages to one over a day. */
function daytimeShare(step: number): number {
  const hour = ((step % 24) + 24) % 24;
  return 0.4 + 1.41 * Math.max(0, Math.sin((Math.PI * (hour - 6)) / 16));
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
