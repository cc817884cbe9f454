import type { LaunchChecklistDto } from "@/lib/contracts/launches.ts";
import { ruleTitles } from "@/lib/core/wording/finding-words.ts";

type Item = LaunchChecklistDto["items"][number];

const titles: Readonly<Record<Item["key"], string>> = {
  ...ruleTitles,
  source: "Says where it runs",
  owner: "Has an owner",
  evidence: "Shows the flow: a screenshot, a file or a watched page",
  review: "Was approved by everybody who was asked",
  ramp: "Has a planned ramp",
  country: "Says the country of each place",
};

export const checklistTitle = (key: Item["key"]): string => titles[key];

/** How many points are met, and how many nothing is known of. */
export function checklistSummary({ items }: Pick<LaunchChecklistDto, "items">): string {
  const count = (state: Item["state"]) => items.filter((item) => item.state === state).length;
  const unknown = count("unknown");
  return `${count("done")} of ${items.length} points are met${unknown === 0 ? "" : `; of ${unknown} nothing is known`}.`;
}

/** What was counted, where that says more than the mark. */
export function itemDetail({ key, state, right, of }: Item): string | null {
  if (key in ruleTitles) {
    if (state === "unknown") return "No wording is noted.";
    return state === "done" ? null : `${right} of ${of} current wordings say it.`;
  }
  if (key === "source" && state === "open") return "No registered source belongs to it.";
  if (key === "review" && state === "open")
    return of === 0 ? "Nobody was asked." : `${right} of ${of} approved it.`;
  if (key === "country" && state === "unknown") return "It has no source.";
  return null;
}
