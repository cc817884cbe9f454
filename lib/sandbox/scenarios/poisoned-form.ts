import { demoCast } from "../demo-shop.ts";
import type { Scenario } from "../scenario.ts";
import type { Story } from "../story.ts";

const sourceKey = "popup-ticked-de";
const launchHour = 12;
/** Hours after the fall at which somebody takes the form down. */
const noticeHours = 48;
const cycleHours = 360;

/** One form goes wrong and pulls down the one number it feeds. */
export const poisonedForm: Scenario = {
  id: "poisoned-form",
  title: "A poisoned form",
  whatHappens:
    "A pop-up in the German shop comes with its box already ticked: people who never asked are written to, and one to three days later the number falls, while all others stay green.",
  whatToLookFor:
    "One number turns YELLOW and opens one incident. Its stops and unread messages carry s=popup-ticked-de. After the form is taken down, it recovers.",
  firstEffectSeconds: 25,
  createStory: () => tellPoisonedForm(),
};

function tellPoisonedForm(): Story {
  let fallenAt: number | null = null;
  return (step, stage) => {
    stage.appealDisabledTemplates(72);
    if (step >= launchHour && (step - launchHour) % cycleHours === 0) {
      fallenAt = null;
      stage.launchSource(sourceKey);
    }
    if (!stage.isActive(sourceKey)) return;
    if (fallenAt === null && stage.colourOf(demoCast.number.home) !== "GREEN") fallenAt = step;
    if (fallenAt !== null && step >= fallenAt + noticeHours) stage.holdSource(sourceKey);
  };
}
