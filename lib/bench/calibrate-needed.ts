/** Seeded calibration of "about N more": what was said of launches that had no verdict yet, against what it took. */
import { exposuresNeeded, type ExposuresNeeded } from "../core/guard/exposures-needed.ts";
import { judgeGuard } from "../core/guard/judge-guard.ts";
import { seededRandom } from "../sandbox/seeded-random.ts";
import { drawLaunch, type LaunchPlan } from "./calibrate-launch.ts";
import { detectCohort } from "./detect-cohort.ts";
import { quantile } from "./figure.ts";

export interface NeededCalibration {
  /** Launches of which something was said, and of these the ones without a verdict to the end. */
  readonly asked: number;
  readonly open: number;
  /** Median of what was said over what it took. */
  readonly median: number;
  /** Part of them for which it took what lies in the range. */
  readonly inRange: number;
}

/** Launches are followed for so long; the longest waits are for one that is as good as the others to be called safe. */
const span = 300;

/**
 * Launches of many sizes, with a ratio whose logarithm is normal (standard deviation 0.5), are asked on the first day on which `look` events would be usual.
 *
 * @param ratio of all launches instead.
 */
export function measureNeeded(
  seed: number,
  launches: number,
  look: number,
  ratio?: number,
): NeededCalibration {
  const parts: number[] = [];
  let [open, inRange] = [0, 0];
  for (let index = 0; index < launches; index += 1) {
    const random = seededRandom(seed * 100_003 + index);
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    const perDay = [100, 300, 1_000][Math.floor(index / 3) % 3] ?? 300;
    const plan: LaunchPlan = {
      perDay,
      basePerDay: 10 * perDay,
      rate: [0.003, 0.01, 0.02][index % 3] ?? 0.01,
      ratio: ratio ?? Math.exp(0.5 * normal),
      omega: [0, 0.05, 0.1][Math.floor(index / 9) % 3] ?? 0,
      decay: 0.65,
    };
    const said: { readonly at: number; readonly needed: ExposuresNeeded }[] = [];
    const verdicts: number[] = [];
    detectCohort(drawLaunch(seed * 200_003 + index, plan, span), span - 1, (state) => {
      if (verdicts.length > 0) return;
      if (judgeGuard(state).verdict !== "undecided") verdicts.push(state.delivered);
      else if (said.length === 0 && state.expected >= look) {
        const needed = exposuresNeeded(state);
        if (needed !== null) said.push({ at: state.delivered, needed });
      }
    });
    const [asked] = said;
    if (asked === undefined) continue;
    const { median, low, high } = asked.needed;
    const [decidedAt] = verdicts;
    if (decidedAt === undefined) open += 1;
    // Of one without a verdict it is only known that it takes more.
    const took = (decidedAt ?? span * perDay) - asked.at;
    parts.push(median / took);
    if (decidedAt === undefined ? high >= took : took >= low && took <= high) inRange += 1;
  }
  const asked = parts.length;
  return { asked, open, median: quantile(parts, 0.5), inRange: inRange / Math.max(1, asked) };
}

/** One line a look, and for given ratios one. */
export function calibrateNeeded(seed: number, launches: number): void {
  for (const look of [1, 2, 5, 10, 20])
    console.log(JSON.stringify({ look, ...measureNeeded(seed, launches, look) }));
  for (const ratio of [0.5, 1, 1.5, 2, 3])
    console.log(JSON.stringify({ ratio, look: 5, ...measureNeeded(seed, launches, 5, ratio) }));
}
