/** How often the week before a change of the rating is called raised, and whether its interval holds the true ratio. */
import type { Bucket } from "../core/detection/clean-window.ts";
import { dayNoiseEvidence, meanDayNoise } from "../core/detection/day-noise.ts";
import { fitExpectedEvents } from "../core/detection/expected-events.ts";
import { ratingStepWindow } from "../core/detection/rating-step-window.ts";
import { dailySpikes } from "../core/detection/spike-settings.ts";
import type { Random } from "../sandbox/seeded-random.ts";
import { drawStream } from "./detection-streams.ts";

export interface StepWeeks {
  readonly raised: number;
  readonly lowered: number;
  /** Share of intervals that hold the true ratio. */
  readonly held: number;
}

/** Changes of the rating on day 60 of streams whose rate stood at `ratio` in the seven days before. Shares of `count`. */
export function drawStepWeeks(
  random: Random,
  plan: {
    readonly ratio: number;
    readonly eventsPerDay: number;
    readonly overdispersion: number;
    readonly count: number;
  },
): StepWeeks {
  const { ratio, eventsPerDay, overdispersion, count } = plan;
  const stepDay = 60;
  const stream = {
    ...{ ratePerDelivery: 0.005, weekdaySpread: 0.15, drift: 1, gaps: 0 },
    ...{ eventsPerDay, overdispersion, rateRatio: ratio, changeDay: stepDay - 7 },
  };
  let [raised, lowered, held] = [0, 0, 0];
  for (let index = 0; index < count; index += 1) {
    const buckets = drawStream(stream, random);
    const before = buckets.filter(({ at }) => at < stepDay - 7);
    const { finding, ratioInterval } = judge(before, buckets, stepDay);
    if (finding === "raised") raised += 1;
    if (finding === "lowered") lowered += 1;
    if (ratioInterval !== null && ratioInterval[0] <= ratio && ratioInterval[1] >= ratio) held += 1;
  }
  return { raised: raised / count, lowered: lowered / count, held: held / count };
}

function judge(before: readonly Bucket[], buckets: readonly Bucket[], stepDay: number) {
  const clean = before.slice(-dailySpikes.window);
  const dayNoise = meanDayNoise(dayNoiseEvidence(clean, dailySpikes));
  const fit = fitExpectedEvents(
    clean,
    dayNoise,
    dailySpikes,
    Math.max(0, clean.length - dailySpikes.driftLag),
  );
  return ratingStepWindow(stepDay, buckets, fit, dayNoise);
}
