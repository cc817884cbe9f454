/** Seeded calibration of the safe pace: how often a number passes its allowed rate within seven days at the advised pace. */
import { largestPace, windowDays } from "../core/pace/largest-pace.ts";
import { badCase, priorBelief, priorSpread } from "../core/pace/ratio-belief.ts";
import { seededRandom } from "../sandbox/seeded-random.ts";
import { drawGamma, drawNormal, drawPoisson } from "../testing/draw-counts.ts";

export interface PacePlan {
  /** Messages a day of everything else, and its negative events a message. */
  readonly basePerDay: number;
  readonly rate: number;
  readonly allowedRate: number;
  readonly level: number;
  /** How the new method's ratio is drawn: from the prior, or fixed at the bad case of the level. */
  readonly ratio: "drawn" | "bad-case";
}

export interface PaceCalibration {
  readonly runs: number;
  /** Runs with a pace above 0, and those of them that passed the allowed rate. */
  readonly paced: number;
  readonly passed: number;
  /** Of the paced runs. */
  readonly meanPace: number;
}

const baseDays = 28;
const dayNoise = 0.06;

/** Each run: 28 days of the others are counted, the pace is taken from them, seven days are sent at it, and the rate is looked at. */
export function measurePace(seed: number, runs: number, plan: PacePlan): PaceCalibration {
  const { basePerDay, rate, allowedRate, level } = plan;
  let [paced, passed, sum] = [0, 0, 0];
  for (let index = 0; index < runs; index += 1) {
    const random = seededRandom(seed * 100_003 + index);
    const dayLevel = () => drawGamma(random, 1 / dayNoise) * dayNoise;
    let events = 0;
    for (let day = 0; day < baseDays; day += 1) events += drawPoisson(random, basePerDay * rate * dayLevel());
    const baseline = { days: baseDays, messages: baseDays * basePerDay, events };
    const perDay = largestPace(baseline, allowedRate, priorBelief, level).perDay ?? 0;
    if (perDay === 0) continue;
    const ratio =
      plan.ratio === "drawn" ? Math.exp(priorSpread * drawNormal(random)) : badCase(priorBelief, level);
    let came = 0;
    for (let day = 0; day < windowDays; day += 1)
      came += drawPoisson(random, rate * dayLevel() * (basePerDay + ratio * perDay));
    paced += 1;
    sum += perDay;
    if (came > allowedRate * windowDays * (basePerDay + perDay)) passed += 1;
  }
  return { runs, paced, passed, meanPace: paced === 0 ? 0 : sum / paced };
}

/** All cells of the table in docs/safe-pace.md. */
export function calibratePace(seed: number, runs: number): void {
  for (const ratio of ["drawn", "bad-case"] as const) {
    for (const basePerDay of [3_000, 10_000, 100_000]) {
      for (const level of [0.8, 0.9, 0.95]) {
        const plan = { basePerDay, rate: 0.01, allowedRate: 0.0125, level, ratio };
        const { paced, passed, meanPace } = measurePace(seed, runs, plan);
        const share = paced === 0 ? "no pace" : `${((100 * passed) / paced).toFixed(1)} %`;
        process.stdout.write(
          `pace ${ratio} base ${basePerDay} level ${level}: ${share} of ${paced} passed, mean pace ${meanPace.toFixed(0)}\n`,
        );
      }
    }
  }
}
