import { demoCast } from "../demo-shop.ts";
import type { Scenario } from "../scenario.ts";
import type { Story } from "../story.ts";

const sourceKey = "crm-import-au";
const launchHour = 12;
/** Hours for which nobody does anything, once the template is disabled or the campaign this old. */
const noticeHours = 48;
const longestHours = 216;
const cycleHours = 480;

/** A list that somebody sold: many dead numbers, people who stopped long ago, and a template that Meta stops. */
export const boughtList: Scenario = {
  id: "bought-list",
  title: "A bought list",
  whatHappens:
    "An import of bought contacts is written to at once: a quarter cannot be reached (131026), many have stopped or stop now (131050), and Meta pauses and then disables the template.",
  whatToLookFor:
    "Undelivered messages and opt-outs jump for s=crm-import-au. The template trail_news is paused twice and disabled; the number Haselbrook Outdoor falls.",
  firstEffectSeconds: 10,
  createStory: () => tellBoughtList(),
};

function tellBoughtList(): Story {
  let launchedAt = 0;
  let disabledAt: number | null = null;
  return (step, stage) => {
    if (step >= launchHour && (step - launchHour) % cycleHours === 0) {
      launchedAt = step;
      disabledAt = null;
      stage.launchSource(sourceKey);
    }
    if (!stage.isActive(sourceKey)) {
      stage.appealDisabledTemplates(168);
      return;
    }
    const isDisabled = stage.templateStatusOf(demoCast.template.trails) === "DISABLED";
    if (isDisabled) disabledAt ??= step;
    const isNoticed = disabledAt !== null && step >= disabledAt + noticeHours;
    if (isNoticed || step >= launchedAt + longestHours) stage.holdSource(sourceKey);
  };
}
