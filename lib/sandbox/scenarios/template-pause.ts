import type { Scenario } from "../scenario.ts";
import type { Story } from "../story.ts";

const sourceKey = "flash-sms-uk";
const launchHour = 6;
const holdHour = 300;
const cycleHours = 560;

/** One template annoys people, too few of them to change the number's colour. */
export const templatePause: Scenario = {
  id: "template-pause",
  title: "A template is paused",
  whatHappens:
    "The template flash_sale goes to people who did not ask for it: its score falls to RED, Meta pauses it for three hours, then for six, then disables it.",
  whatToLookFor:
    "The template's score and each pause with its end, while the number Haselbrook Home UK stays GREEN.",
  firstEffectSeconds: 30,
  createStory: () => tellTemplatePause(),
};

function tellTemplatePause(): Story {
  return (step, stage) => {
    const hour = (step - launchHour) % cycleHours;
    if (step >= launchHour && hour === 0) stage.launchSource(sourceKey);
    if (hour !== holdHour && hour < holdHour) return;
    stage.holdSource(sourceKey);
    // The appeal comes when the bad sends have left the seven days that Meta looks at.
    stage.appealDisabledTemplates(168);
  };
}
