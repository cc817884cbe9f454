import { expect, it } from "vitest";
import { drawStepWeeks } from "../../bench/step-weeks.ts";
import { seededRandom } from "../../sandbox/seeded-random.ts";
import { fitExpectedEvents } from "./expected-events.ts";
import { dailySpikes } from "./spike-settings.ts";
import { ratingStepWindow } from "./rating-step-window.ts";

const day = (at: number, events: number) => ({ at, exposure: 1000, events, seasons: [at % 7] });
const before = Array.from({ length: 56 }, (_, at) => day(at, 10));
const fit = fitExpectedEvents(before, 0.02, dailySpikes);

it("weighs the day before the step most and halves every two days", () => {
  const week = Array.from({ length: 8 }, (_, index) => day(56 + index, 10));
  const window = ratingStepWindow(63, week, fit, 0.02);
  expect(window.days.map(({ at }) => at)).toEqual([56, 57, 58, 59, 60, 61, 62]);
  expect(window.days.at(-1)?.weight).toBe(1);
  expect(window.days.at(-3)?.weight).toBe(0.5);
  expect(window.finding).toBe("usual");
  expect(window.ratio).toBeCloseTo(1, 2);
});

it("finds a rise in the last two days that would drown in the plain week", () => {
  const late = [10, 10, 10, 10, 10, 24, 26].map((events, index) => day(56 + index, events));
  expect(ratingStepWindow(63, late, fit, 0.02)).toMatchObject({ finding: "raised", events: 100 });
  const early = [24, 26, 10, 10, 10, 10, 10].map((events, index) => day(56 + index, events));
  expect(ratingStepWindow(63, early, fit, 0.02).finding).toBe("usual");
});

it("says too little, not usual, when days are missing or hardly anything was sent", () => {
  expect(ratingStepWindow(63, [day(60, 10), day(61, 9)], fit, 0.02)).toMatchObject({
    finding: "too-little",
    missingDays: 5,
  });
  expect(ratingStepWindow(63, [], fit, 0.02)).toMatchObject({ finding: "too-little", ratio: null });
});

/** The short form of `npm run calibrate`: 2.5 % of 200 are 5, 11 or more happen in 1 % of runs; of 95 % intervals under 181 hold in 0.5 %. */
it("calls an ordinary week raised in at most one of forty, and its interval holds the true ratio", () => {
  const plan = { eventsPerDay: 80, overdispersion: 0.1, count: 200 };
  expect(200 * drawStepWeeks(seededRandom(11), { ...plan, ratio: 1 }).raised).toBeLessThan(11);
  const doubled = drawStepWeeks(seededRandom(12), { ...plan, ratio: 2 });
  expect(200 * doubled.held).toBeGreaterThan(180);
  expect(doubled.raised).toBeGreaterThan(0.9);
});
