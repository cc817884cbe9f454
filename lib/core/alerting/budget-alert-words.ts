import { durationLabel } from "../time/duration-label.ts";
import type { IncidentSubject, IncidentWords } from "./incident-subject.ts";

/** Words for a quality budget that is being used up too fast. */
export function budgetAlertWords({ name, to, budget }: IncidentSubject): IncidentWords {
  return {
    title: `${name}: ${to === "fast" ? "fast" : "slow"} burn of the quality budget`,
    summary: budget ?? "The counts are on the page of the number or source.",
    action:
      to === "fast"
        ? "Hold the newest source or campaign until you know where the negative signals come from. If this rate is in order, set it as the allowed one."
        : "Look at which sources and campaigns have the highest rate of negative signals, newest first. If this rate is in order, set it as the allowed one.",
  };
}

/** One sentence for the end. */
export function budgetEnded(end: { name: string; since: Date; at: Date }): string {
  const length = durationLabel(end.at.getTime() - end.since.getTime());
  return `${end.name}: the rate of negative signals is not above what the quality budget allows any more, or what was counted no longer shows it. Open for ${length}.`;
}
