import { mixSeed, poisson, seededRandom, type Random } from "./seeded-random.ts";
import { limitUsers, type OptInSource, type Portfolio } from "./world-model.ts";
import type { WorldState } from "./world-state.ts";

/** What one source sends within an hour. */
export interface PlannedSends {
  readonly source: OptInSource;
  readonly portfolio: Portfolio | undefined;
  readonly sends: number;
  /** The hour's stream of this source; whoever draws next goes on with it. */
  readonly random: Random;
}

/**
 * What every source sends in an hour: as much as it wants, unless its template is stopped, its account restricted, or
 * the portfolio's limit of the last 24 hours used up. All numbers of a portfolio share that limit by how much they want,
 * so one busy number leaves little to the others. A send counts as one person.
 */
export function planSends(state: WorldState, step: number, at: number): readonly PlannedSends[] {
  const wishes = [...state.sources.values()].map((source) => {
    const random = seededRandom(mixSeed(state.seed, "sends", step, source.key));
    return {
      source,
      portfolio: sendingPortfolio(state, source),
      sends: canSend(state, source) ? poisson(random, source.sendsPerHour * daytimeShare(step)) : 0,
      random,
    };
  });
  for (const portfolio of state.portfolios) shareLimit(state, portfolio, wishes, at);
  return wishes;
}

function canSend(state: WorldState, source: OptInSource): boolean {
  const template = state.templates.get(source.templateId);
  const waba = state.wabas.get(state.numbers.get(source.phoneNumberId)?.wabaId ?? "");
  return source.active && template?.status === "APPROVED" && waba?.restrictedUntil === null;
}

function sendingPortfolio(state: WorldState, source: OptInSource): Portfolio | undefined {
  const waba = state.wabas.get(state.numbers.get(source.phoneNumberId)?.wabaId ?? "");
  return state.portfolios.find((portfolio) => portfolio.id === waba?.portfolioId);
}

function shareLimit(
  state: WorldState,
  portfolio: Portfolio,
  wishes: { source: OptInSource; portfolio: Portfolio | undefined; sends: number }[],
  at: number,
): void {
  const dynamics = state.portfolioDynamics.get(portfolio.id);
  if (dynamics === undefined) return;
  const own = wishes.filter((each) => each.portfolio === portfolio && each.sends > 0);
  const wanted = own.reduce((sum, each) => sum + each.sends, 0);
  const left = Math.max(0, limitUsers[portfolio.limit] - dynamics.load.sendsOfLast(23));
  // Once used up, it stays so until a tenth has come back: else statuses would flap from hour to hour.
  const isReached = wanted > left || (dynamics.isLimitReached && left < limitUsers[portfolio.limit] / 10);
  if (isReached && !dynamics.isLimitReached) {
    state.emit({ kind: "limit-reached", at, portfolioId: portfolio.id });
  }
  if (!isReached && !dynamics.isLimitReached) return;
  dynamics.isLimitReached = isReached;
  const held = new Set(isReached ? own.map((each) => each.source.phoneNumberId) : []);
  for (const number of portfolio.wabas.flatMap((waba) => waba.phoneNumbers)) {
    const numberDynamics = state.numberDynamics.get(number.id);
    if (numberDynamics !== undefined) numberDynamics.isHeldByLimit = held.has(number.id);
  }
  if (wanted > left) for (const each of own) each.sends = Math.floor((each.sends * left) / wanted);
}

/** Businesses send by day; averages to one over a day. */
function daytimeShare(step: number): number {
  const hour = ((step % 24) + 24) % 24;
  return 0.4 + 1.41 * Math.max(0, Math.sin((Math.PI * (hour - 6)) / 16));
}
