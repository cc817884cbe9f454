import { demoCast } from "../demo-shop.ts";
import { accountViolation } from "../management-changes.ts";
import type { Scenario } from "../scenario.ts";
import type { Story } from "../story.ts";

const launchHour = 6;
const sourceKeys = ["prize-draw-uk", "flyer-qr-berlin"] as const;
/** After so many hours the owner gives up both sources, and tries again much later. */
const holdHour = 400;
const cycleHours = 960;

/** Nobody reacts, and Meta climbs its ladder. */
export const accountRestriction: Scenario = {
  id: "account-restriction",
  title: "An account is restricted",
  whatHappens:
    "Two bad sources run and nobody takes them down: numbers turn RED, Meta warns, then forbids sending for one day, for three, and for longer each time.",
  whatToLookFor:
    "Numbers of Haselbrook Home turn RESTRICTED and cannot send, with the kind of restriction and its end. Other accounts are not touched.",
  firstEffectSeconds: 30,
  enforcement: { warnAfterRedHours: 12, restrictAfterRedHours: 24 },
  createStory: () => tellAccountRestriction(),
};

function tellAccountRestriction(): Story {
  let wasRestricted = false;
  return (step, stage) => {
    const hour = (step - launchHour) % cycleHours;
    if (step >= launchHour && hour === 0) for (const key of sourceKeys) stage.launchSource(key);
    if (hour === holdHour) for (const key of sourceKeys) stage.holdSource(key);
    if (hour > holdHour) stage.appealDisabledTemplates(48);
    // The owner appeals at once while the sources run, or the template's end would spare the account.
    else stage.appealDisabledTemplates(6);
    const isRestricted = stage.isRestricted(demoCast.waba.home);
    if (isRestricted && !wasRestricted) stage.announce(demoCast.waba.home, accountViolation("SPAM"));
    wasRestricted = isRestricted;
  };
}
