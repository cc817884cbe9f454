import { demoCast } from "../demo-shop.ts";
import { createDemoStory } from "../demo-story.ts";
import type { Scenario, ScenarioHands } from "../scenario.ts";
import { together, type Story } from "../story.ts";
import { fineWeather } from "../webhook-weather.ts";

const lossBeginsHour = 12;
const subscriptionEndsHour = 144;
const allEndHour = 288;

/** Webhooks get lost on the way, and then the subscription does. */
export const lostWebhooks: Scenario = {
  id: "lost-webhooks",
  title: "Lost webhooks",
  whatHappens:
    "Four of ten webhooks never arrive; a minute later somebody ends the subscription of one account, and of the others another minute later.",
  whatToLookFor:
    "Polls find changes that no webhook announced, counts stay below Meta's analytics, and the collector says which account is no longer subscribed. Subscribe again under Settings, Connections.",
  firstEffectSeconds: 15,
  createStory: (seed, hands) => together(createDemoStory(seed), tellLostWebhooks(hands)),
};

function tellLostWebhooks(hands: ScenarioHands): Story {
  return (step) => {
    if (step === lossBeginsHour) hands.setWeather({ ...fineWeather, dropShare: 0.4 });
    if (step === subscriptionEndsHour) hands.unsubscribe(demoCast.waba.outdoor);
    if (step !== allEndHour) return;
    hands.unsubscribe(demoCast.waba.home);
    hands.unsubscribe(demoCast.waba.service);
  };
}
