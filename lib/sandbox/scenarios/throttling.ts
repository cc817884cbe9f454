import { createDemoStory } from "../demo-story.ts";
import type { Scenario, ScenarioHands } from "../scenario.ts";
import { together, type Story } from "../story.ts";

/** Hours over which the shown usage climbs, and for which calls are then refused (five real minutes). */
const climbHours = 192;
const blockedHours = 720;
const calmHours = 288;
const cycleHours = climbHours + blockedHours + calmHours;

/** Somebody else uses up the call budget. */
export const throttling: Scenario = {
  id: "throttling",
  title: "The call budget runs out",
  whatHappens:
    "Another app of the same business calls Meta without end: the used share of the hour climbs from 20 to 100 percent, then calls are refused with code 80008 and five minutes to wait.",
  whatToLookFor:
    "The budget meter climbs, polls become rarer, then stop until the time that Meta named; figures turn stale and say so, and polling goes on by itself.",
  firstEffectSeconds: 30,
  createStory: (seed, hands) => together(createDemoStory(seed), tellThrottling(hands)),
};

function tellThrottling(hands: ScenarioHands): Story {
  return (step, stage) => {
    const hour = step % cycleHours;
    const isClimbing = hour < climbHours;
    const usage = Math.min(99, Math.round(20 + (80 * hour) / climbHours));
    hands.putFault("usage", isClimbing ? { kind: "usage-header", usage } : null);
    if (hour === climbHours) {
      hands.putFault("calls", { kind: "calls-used-up", until: stage.instantIn(blockedHours) });
    }
    if (hour === 0 || hour === climbHours + blockedHours) hands.putFault("calls", null);
  };
}
