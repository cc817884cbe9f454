import { durationLabel } from "../time/duration-label.ts";
import type { IncidentSubject, IncidentWords } from "./incident-subject.ts";

/** Words for negative signals of a number that stand above their usual level. */
export function spikeAlertWords({ name, spike }: IncidentSubject): IncidentWords {
  return {
    title: spike === null ? `${name}: negative signals above their usual level` : `${name}: ${spike.title}`,
    summary: spike?.summary ?? "The counts are on the page of the number.",
    action:
      "Look at what the excess goes along with on the page of the spike, and hold that source or campaign until you know why. " +
      "Meta's rating follows such a rise within days.",
  };
}

/** One sentence for the end. */
export function spikeEnded(end: { name: string; since: Date; at: Date }): string {
  const length = durationLabel(end.at.getTime() - end.since.getTime());
  return `${end.name}: negative signals are back at their usual level, or what was counted no longer shows a rise. Open for ${length}.`;
}
