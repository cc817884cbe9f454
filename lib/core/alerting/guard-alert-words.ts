import { durationLabel } from "../time/duration-label.ts";
import type { IncidentSubject, IncidentWords } from "./incident-subject.ts";

/** Words for a launch that brings more negative signals than other ways to opt in. */
export function guardAlertWords({ name, guard }: IncidentSubject): IncidentWords {
  return {
    title: guard === null ? `${name}: harmful for quality` : `${name}: ${guard.title}`,
    summary: guard?.summary ?? "The counts are on the page of the launch.",
    action:
      "Hold this way to opt in, or write to its contacts less, until you know what they were told when they opted in. " +
      "Meta's rating follows such a rate within days.",
  };
}

/** One sentence for the end. */
export function guardEnded(end: { name: string; since: Date; at: Date }): string {
  const length = durationLabel(end.at.getTime() - end.since.getTime());
  return `${end.name}: what was counted no longer shows a harmful launch, or it is not watched any more. Open for ${length}.`;
}
