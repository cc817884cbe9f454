import { createDemoStory } from "../demo-story.ts";
import type { Scenario } from "../scenario.ts";

/** What the sandbox begins with. */
export const demoStoryScenario: Scenario = {
  id: "demo-story",
  title: "An ordinary shop group",
  whatHappens:
    "Two shops in turn try a source that people never meant as an opt-in, notice it some days later and take it down.",
  whatToLookFor:
    "A rating falls, an incident opens, the rating recovers by itself and the incident is resolved.",
  firstEffectSeconds: 75,
  createStory: (seed) => createDemoStory(seed),
};
