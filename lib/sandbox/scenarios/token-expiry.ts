import { createDemoStory } from "../demo-story.ts";
import type { Scenario, ScenarioHands } from "../scenario.ts";
import { together, type Story } from "../story.ts";

const day = 86_400_000;
/** Days of life left at the start, simulated. */
const daysLeft = 13;

/** The token runs out while the shop goes on. */
export const tokenExpiry: Scenario = {
  id: "token-expiry",
  title: "The token expires",
  whatHappens:
    "Meta says that the access token ends in 13 days; the days pass, and then every call is refused with code 190.",
  whatToLookFor:
    "A warning that the token expires, then an incident that the token is dead and that nothing is read any more. Start any scenario to get a new token.",
  firstEffectSeconds: 10,
  createStory: (seed, hands) => together(createDemoStory(seed), tellTokenExpiry(hands)),
};

/**
 * The end comes in simulated time, but is shown as so many real days ahead: a date two minutes away would tell nobody
 * of a warning two weeks before.
 */
function tellTokenExpiry(hands: ScenarioHands): Story {
  let diesAt: number | null = null;
  return (step, stage) => {
    diesAt ??= stage.instantIn(daysLeft * 24);
    const shownAt = stage.instantIn(0) + (daysLeft - step / 24) * day;
    hands.putFault("token", { kind: "token-expires", at: diesAt, shownAt: Math.round(shownAt) });
  };
}
