import { createDemoStory } from "../demo-story.ts";
import type { Scenario } from "../scenario.ts";
import { together } from "../story.ts";

/** Every webhook comes again and again, late and in any order. */
export const duplicateStorm: Scenario = {
  id: "duplicate-storm",
  title: "A storm of duplicates",
  whatHappens:
    "Meta repeats every webhook three times, up to six simulated days late and in any order, as after a long fault of its own.",
  whatToLookFor:
    "The collector counts duplicates and late webhooks; sends, reads and stops are counted once, and no status goes back from read to sent.",
  firstEffectSeconds: 15,
  createStory: (seed, hands) =>
    together(createDemoStory(seed), (step) => {
      if (step === 0) hands.setWeather({ dropShare: 0, copies: 3, latestSeconds: 60, isShuffled: true });
    }),
};
