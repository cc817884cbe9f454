import { lateNumber, lateSourceKey, poisonedSources } from "./demo-shop.ts";
import { mixSeed, seededRandom } from "./seeded-random.ts";
import type { Story } from "./story.ts";

/**
 * Simulated milliseconds per real millisecond in the demo: a simulated day takes 10 real seconds. Slow enough that a
 * colour stays visible for ten seconds and more, fast enough that something happens within two minutes of looking.
 */
export const DEMO_SPEED = 8640;

/** Hours between two launches of the same poisoned source (150 real seconds); the second source runs half a cycle later. */
const cycleHours = 360;
const firstLaunchHour = 150;
const launchJitterHours = 8;

/** Hours after the fall at which the owner notices; in every third cycle the owner is away longer and it turns RED. */
const noticeHours = [18, 22, 62] as const;
const appealHours = 72;
const lateNumberHour = 430;

/**
 * The demo: two good shops each try a source that people never meant as an opt-in. Feedback follows, the rating falls,
 * the owner takes the source down some time after noticing, and the rating recovers by itself.
 */
export function createDemoStory(seed: number): Story {
  const troubles = poisonedSources.map((subject, index) => ({
    ...subject,
    offset: firstLaunchHour + (index * cycleHours) / poisonedSources.length,
    /** Cycle of the running episode; -1 before the first. */
    cycle: -1,
    fallenAt: null as number | null,
    isHeld: true,
  }));
  return (step, stage) => {
    if (step === lateNumberHour) {
      stage.onboardNumber(lateNumber);
      stage.launchSource(lateSourceKey);
    }
    stage.appealDisabledTemplates(appealHours);
    troubles.forEach((trouble, index) => {
      const cycle = Math.floor((step - trouble.offset) / cycleHours);
      const jitter = Math.floor(seededRandom(mixSeed(seed, "launch", cycle, index))() * launchJitterHours);
      const isLaunchHour = cycle > trouble.cycle && step >= trouble.offset + cycle * cycleHours + jitter;
      if (cycle >= 0 && isLaunchHour) {
        trouble.cycle = cycle;
        trouble.fallenAt = null;
        trouble.isHeld = false;
        stage.launchSource(trouble.sourceKey);
      }
      if (trouble.isHeld) return;
      if (trouble.fallenAt === null && stage.colourOf(trouble.phoneNumberId) !== "GREEN")
        trouble.fallenAt = step;
      // The second shop's holiday comes one cycle later than the first's.
      const notice = noticeHours[(trouble.cycle + index) % noticeHours.length] ?? noticeHours[0];
      if (trouble.fallenAt !== null && step >= trouble.fallenAt + notice) {
        trouble.isHeld = true;
        stage.holdSource(trouble.sourceKey);
      }
    });
  };
}
