import { advanceBurn, burnOf, newBurnState } from "../core/budget/burn-evidence.ts";
import { watchBudget } from "../core/budget/watch-budget.ts";
import { assumedDelays } from "../core/detection/delay-curve.ts";
import { epochDays, type NumberDay, type NumberSeries } from "../core/detection/stream-stand.ts";
import type { Random } from "../sandbox/seeded-random.ts";
import { drawGamma, drawPoisson } from "../testing/draw-counts.ts";
import { drawStream, historyDays, monitoredDays } from "./detection-streams.ts";

/** Mean days (both ends counted) to the first slow and fast call in 90 days at a rate `pace` times the allowed one. */
export function drawBudgets(
  random: Random,
  plan: { pace: number; allowedPerDay: number; overdispersion: number; count: number },
) {
  const slow: number[] = [];
  const fast: number[] = [];
  let either = 0;
  for (let index = 0; index < plan.count; index += 1) {
    const days = drawStream(
      {
        eventsPerDay: plan.allowedPerDay * plan.pace,
        ratePerDelivery: 0.005 * plan.pace,
        overdispersion: plan.overdispersion,
        weekdaySpread: 0.15,
        drift: 1,
        rateRatio: 1,
        changeDay: null,
        gaps: 0,
      },
      random,
    ).filter(({ at }) => at >= 0 && at < monitoredDays);
    let state = newBurnState();
    const calls: Partial<Record<string, number>> = {};
    for (const day of days) {
      const burning = advanceBurn(state, day, { allowedRate: 0.005, from: "set-by-user" });
      state = burning.state;
      for (const change of burning.changed) calls[change] ??= day.at + 1;
    }
    if (calls["slow-called"] !== undefined) slow.push(calls["slow-called"]);
    if (calls["fast-called"] !== undefined) fast.push(calls["fast-called"]);
    if (calls["slow-called"] !== undefined || calls["fast-called"] !== undefined) either += 1;
  }
  const mean = (days: readonly number[]) => days.reduce((sum, day) => sum + day, 0) / days.length;
  const summary = (days: readonly number[]) => ({
    share: days.length / plan.count,
    meanDay: days.length > 0 ? mean(days) : null,
  });
  return { either: either / plan.count, slow: summary(slow), fast: summary(fast) };
}

/**
 * Budgets from their own history, as in production: feedback comes late, and what is usual is learnt. After 56 usual days the rate is
 * `ratio` times the usual one for 90.
 *
 * @returns shares of streams with a slow and a fast call in the 90 days, and the mean day of the first slow one (both ends counted).
 */
export function drawOwnBudgets(
  random: Random,
  plan: { ratio: number; eventsPerDay: number; overdispersion: number; count: number },
) {
  const slow: number[] = [];
  let fast = 0;
  for (let index = 0; index < plan.count; index += 1) {
    const first = 20_020 + Math.floor(random() * epochDays);
    const series = drawLateSeries(random, first, plan);
    const changed = first + historyDays;
    let stand = watchBudget(null, series, { from: first, through: changed - 1 }, null).at(-1)?.stand ?? null;
    let called: number | null = null;
    let isFast = false;
    for (let day = changed; day < changed + monitoredDays; day += 1) {
      stand = watchBudget(stand, series, { from: day, through: day }, null).at(-1)?.stand ?? stand;
      if (stand === null) continue;
      const { burn } = burnOf(stand.burn);
      if (burn !== "none") called ??= day - changed + 1;
      isFast ||= burn === "fast";
    }
    if (called !== null) slow.push(called);
    fast += isFast ? 1 : 0;
  }
  const meanDay = slow.length > 0 ? slow.reduce((sum, day) => sum + day, 0) / slow.length : null;
  return { slow: slow.length / plan.count, meanDay, fast: fast / plan.count };
}

function drawLateSeries(
  random: Random,
  first: number,
  { ratio, eventsPerDay, overdispersion }: { ratio: number; eventsPerDay: number; overdispersion: number },
): NumberSeries {
  const days = historyDays + monitoredDays;
  const rates = Array.from({ length: 7 }, () => Math.exp(0.15 * Math.sqrt(3) * (2 * random() - 1)));
  const sent = Array.from({ length: days }, () =>
    Math.round((eventsPerDay / 0.005) * (0.7 + 0.6 * random())),
  );
  const series = new Map<number, NumberDay>();
  for (let index = 0; index < days; index += 1) {
    const due = assumedDelays.byAge.map((share, age) => share * (sent[index - age] ?? 0));
    const exposure = due.reduce((sum, one) => sum + one, 0);
    const noise = overdispersion > 0 ? drawGamma(random, 1 / overdispersion) * overdispersion : 1;
    const level = 0.005 * (rates[index % 7] ?? 1) * (index >= historyDays ? ratio : 1);
    const block = drawPoisson(random, level * exposure * noise);
    const byAge = due.map(() => 0);
    for (let event = 0; event < block; event += 1) {
      let left = random() * exposure;
      const age = due.findIndex((one) => (left -= one) <= 0);
      byAge[Math.max(0, age)] = (byAge[Math.max(0, age)] ?? 0) + 1;
    }
    series.set(first + index, {
      exposures: sent[index] ?? 0,
      signals: { block, report: 0, opt_out: 0, suspected_block: 0 },
      byAge: { block: byAge, report: [], opt_out: [], suspected_block: [] },
    });
  }
  return series;
}
