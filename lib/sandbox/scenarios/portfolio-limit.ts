import { demoCast } from "../demo-shop.ts";
import type { Scenario } from "../scenario.ts";
import type { Story } from "../story.ts";

const busySourceKey = "parcel-alerts-ie";
const badSourceKey = "prize-draw-uk";
/** Hours of contention before the bad source is taken down, and of a high limit before it is tried again. */
const contentionHours = 48;
const enjoyedHours = 72;

/** One number uses up what all of them share. */
export const portfolioLimit: Scenario = {
  id: "portfolio-limit",
  title: "One number uses up the limit",
  whatHappens:
    "Haselbrook Service begins to send for a partner and uses up the 10,000 people a day that all numbers share; as another number is YELLOW, the limit rises only after that one has recovered, and falls when it fails again.",
  whatToLookFor:
    "Numbers that wait for the limit show RESTRICTED although their own ratings are fine; later the limit rises to 100,000 for all numbers at once, and falls back.",
  firstEffectSeconds: 30,
  createStory: () => tellPortfolioLimit(),
};

/** A YELLOW number holds the limit down: without one it would rise six hours after half of it was used. */
function tellPortfolioLimit(): Story {
  const { portfolio, number } = demoCast;
  let phase: "falling" | "contending" | "recovering" | "risen" = "falling";
  let since = 0;
  return (step, stage) => {
    stage.appealDisabledTemplates(72);
    const hours = step - since;
    const enter = (next: typeof phase) => {
      phase = next;
      since = step;
    };
    switch (phase) {
      case "falling":
        if (hours === 6) stage.launchSource(badSourceKey);
        if (hours < 6 || stage.colourOf(number.kingdom) === "GREEN") return;
        stage.setLimit(portfolio, "TIER_10K");
        stage.launchSource(busySourceKey);
        enter("contending");
        return;
      case "contending":
        if (hours < contentionHours) return;
        stage.holdSource(badSourceKey);
        enter("recovering");
        return;
      case "recovering":
        if (stage.limitOf(portfolio) !== "TIER_10K") enter("risen");
        return;
      case "risen":
        if (hours >= enjoyedHours) enter("falling");
    }
  };
}
