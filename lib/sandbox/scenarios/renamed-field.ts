import { demoCast } from "../demo-shop.ts";
import { createDemoStory } from "../demo-story.ts";
import type { Scenario, ScenarioHands } from "../scenario.ts";
import { together, type Story } from "../story.ts";

/** Meta changes its API without a word. */
export const renamedField: Scenario = {
  id: "renamed-field",
  title: "A renamed field",
  whatHappens:
    "The field name_status is gone and fails every call that names it; display_name_review stands in its place, and values that nobody has documented appear.",
  whatToLookFor:
    "Polling goes on without the field and says that it is gone. Unknown values are shown as they are: a rating ORANGE, a throughput ELASTIC, a webhook field account_trust_update.",
  firstEffectSeconds: 15,
  createStory: (seed, hands) => together(createDemoStory(seed), tellRenamedField(hands)),
};

function tellRenamedField(hands: ScenarioHands): Story {
  const { number, waba } = demoCast;
  return (step, stage) => {
    if (step === 12) {
      hands.putFault("gone", { kind: "field-removed", field: "name_status" });
      hands.putFault("new", {
        kind: "field-added",
        field: "display_name_review",
        value: "APPROVED",
        node: "WhatsAppBusinessPhoneNumber",
      });
    }
    if (step === 48) {
      const value = { level: "ELASTIC", messages_per_second: 250 };
      hands.putFault("throughput", { kind: "field-value", field: "throughput", value, id: number.sweden });
    }
    if (step === 72) {
      hands.putFault("rating", {
        kind: "field-value",
        field: "quality_rating",
        value: "ORANGE",
        id: number.maison,
      });
    }
    if (step < 96 || step % 240 !== 96) return;
    stage.announce(waba.home, {
      field: "account_trust_update",
      value: { trust_level: "TRUSTED", previous: null },
    });
    stage.announce(waba.outdoor, { field: "account_update", value: { event: "ACCOUNT_SIMPLIFIED" } });
  };
}
