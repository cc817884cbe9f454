import { durationLabel } from "../time/duration-label.ts";
import type { IncidentSubject, IncidentWords } from "./incident-subject.ts";

/**
 * Words for marketing that was sent after a wish to stop. `to` is how many people got some, `from` when that began, and
 * `names` the campaign behind most of the last messages.
 */
export function optOutWords({ name, from, to, names, seenAt }: IncidentSubject): IncidentWords {
  const people = to === "1" ? "1 person" : `${to ?? "some"} people`;
  const began = new Date(from ?? Number.NaN);
  const since = Number.isNaN(began.getTime()) ? seenAt : began;
  const [campaign] = names;
  const likely =
    campaign === undefined
      ? "No campaign was named with these messages."
      : `Most of the last ones were of the campaign ${campaign}.`;
  return {
    title: `${name}: ${people} got marketing after saying stop`,
    summary: `Since ${clock(since)} marketing was sent to ${people} who had told this number to stop, later than the five minutes a confirmation may take. ${likely} People who are written to after a stop block and report.`,
    action:
      `Hold ${campaign === undefined ? "marketing from this number" : `the campaign ${campaign}`} until its list leaves out everybody who said stop. ` +
      "The runbook has the steps under Messages after a wish to stop.",
  };
}

/** One sentence for the end. */
export function optOutEnded(end: { name: string; since: Date; at: Date }): string {
  const length = durationLabel(end.at.getTime() - end.since.getTime());
  return `${end.name}: for three days no marketing was sent to anybody who had said stop. Open for ${length}.`;
}

function clock(date: Date): string {
  return `${date.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
