/** Made-up streams with known truth, for calibration and for folders that `npm run bench:detection` reads. */
import type { Bucket } from "../core/detection/clean-window.ts";
import type { Random } from "../sandbox/seeded-random.ts";
import { drawGamma, drawPoisson } from "../testing/draw-counts.ts";

export const historyDays = 56;
export const monitoredDays = 90;

export interface StreamPlan {
  /** Events on a usual day before any change. */
  readonly eventsPerDay: number;
  readonly ratePerDelivery: number;
  /** Relative variance of the stream's own level from day to day. */
  readonly overdispersion: number;
  /** How far weekday rates differ: standard deviation of their logarithm. */
  readonly weekdaySpread: number;
  /** Change of the rate over 90 days, as a factor: 1 for none. */
  readonly drift: number;
  /** A rate that wanders: standard deviation of the change of ln rate from day to day; left out, it does not. */
  readonly wander?: number;
  readonly rateRatio: number;
  /** The first day with the new rate; null for none. */
  readonly changeDay: number | null;
  /** The first day with the old rate again; left out, the new rate stays. */
  readonly backDay?: number;
  /** Share of days on which nothing was sent. */
  readonly gaps: number;
}

/** Days −56 … −1 and 0 … 89. `sharedNoise(day)` multiplies the rate of all streams of a world on that day. */
export function drawStream(
  plan: StreamPlan,
  random: Random,
  sharedNoise: (day: number) => number = () => 1,
): Bucket[] {
  const spread = (size: number) => Math.exp(size * Math.sqrt(3) * (2 * random() - 1));
  const rates = Array.from({ length: 7 }, () => spread(plan.weekdaySpread));
  const volumes = Array.from({ length: 7 }, () => spread(0.3));
  const usual = plan.eventsPerDay / plan.ratePerDelivery;
  let wandered = 1;
  return Array.from({ length: historyDays + monitoredDays }, (_, index) => {
    if (plan.wander !== undefined) wandered *= spread(plan.wander);
    const at = index - historyDays;
    const weekday = (index + 700) % 7;
    const exposure = random() < plan.gaps ? 0 : Math.round(usual * (volumes[weekday] ?? 1) * spread(0.1));
    const own =
      plan.overdispersion > 0 ? drawGamma(random, 1 / plan.overdispersion) * plan.overdispersion : 1;
    const changed =
      plan.changeDay !== null && at >= plan.changeDay && at < (plan.backDay ?? Infinity) ? plan.rateRatio : 1;
    const level =
      plan.ratePerDelivery * (rates[weekday] ?? 1) * plan.drift ** (at / monitoredDays) * wandered;
    const mean = exposure * level * own * sharedNoise(at) * changed;
    return {
      at,
      exposure,
      events: mean > 0 ? Math.min(exposure, drawPoisson(random, mean)) : 0,
      seasons: [weekday],
    };
  });
}
