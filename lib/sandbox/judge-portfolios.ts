import { limitLadder, limitUsers, type Portfolio } from "./world-model.ts";
import type { PortfolioDynamics, WorldState } from "./world-state.ts";

const hoursBeforeRise = 6;
const usersForHighThroughput = 100_000;

/**
 * Raises a portfolio's limit one step, six hours after both conditions hold: high quality on all numbers and templates,
 * and half of the limit used on some day of the last seven. A fall in quality never lowers it. The step from 250 needs
 * verification and is left to whoever plays Meta.
 */
export function judgePortfolios(state: WorldState, at: number): void {
  for (const portfolio of state.portfolios) {
    const dynamics = state.portfolioDynamics.get(portfolio.id);
    if (dynamics === undefined || dynamics.load.totalSends() === 0) continue;
    raiseLimit(state, portfolio, dynamics, at);
    raiseThroughput(state, portfolio, at);
  }
}

function raiseLimit(state: WorldState, portfolio: Portfolio, dynamics: PortfolioDynamics, at: number): void {
  const next = limitLadder[limitLadder.indexOf(portfolio.limit) + 1];
  if (next === undefined || portfolio.limit === "TIER_250" || !isHighQuality(portfolio)) {
    dynamics.eligibleHours = 0;
    return;
  }
  // The use is looked up only while quality allows a rise: it is the costly half of the question.
  const isHalfUsed = dynamics.load.busiestDaySends() >= limitUsers[portfolio.limit] / 2;
  dynamics.eligibleHours = isHalfUsed ? dynamics.eligibleHours + 1 : 0;
  if (dynamics.eligibleHours < hoursBeforeRise) return;
  dynamics.eligibleHours = 0;
  const from = portfolio.limit;
  portfolio.limit = next;
  state.emit({ kind: "limit-changed", at, portfolioId: portfolio.id, from, to: next });
}

function isHighQuality(portfolio: Portfolio): boolean {
  const isFine = (colour: string) => colour === "GREEN" || colour === "UNKNOWN";
  return portfolio.wabas.every(
    (waba) =>
      waba.phoneNumbers.every((number) => isFine(number.modelColour)) &&
      waba.templates.every((template) => isFine(template.score)),
  );
}

function raiseThroughput(state: WorldState, portfolio: Portfolio, at: number): void {
  if (portfolio.limit !== "TIER_UNLIMITED") return;
  for (const number of portfolio.wabas.flatMap((waba) => waba.phoneNumbers)) {
    if (number.throughput === "HIGH" || number.modelColour === "RED") continue;
    const busiest = state.numberDynamics.get(number.id)?.load.busiestDaySends() ?? 0;
    if (busiest < usersForHighThroughput) continue;
    number.throughput = "HIGH";
    state.emit({ kind: "throughput-upgraded", at, phoneNumberId: number.id });
  }
}
