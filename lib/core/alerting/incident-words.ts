import { budgetAlertWords, budgetEnded } from "./budget-alert-words.ts";
import { guardAlertWords, guardEnded } from "./guard-alert-words.ts";
import { ratingRank } from "../quality/rating.ts";
import { durationLabel } from "../time/duration-label.ts";
import type { IncidentKind } from "./incident-step.ts";
import type { IncidentSubject, IncidentWords } from "./incident-subject.ts";
import { optOutEnded, optOutWords } from "./opt-out-words.ts";
import type { Severity } from "./severity.ts";
import { silenceEnded, silenceWords } from "./silence-words.ts";
import { spikeAlertWords, spikeEnded } from "./spike-alert-words.ts";

export type { IncidentSubject, IncidentWords };

/** Title, plain sentences and one action for a problem that opened, got worse or eased. */
export function incidentWords(subject: IncidentSubject): IncidentWords {
  const words = wordsFor(subject);
  // The sandbox's own connection is called so already.
  const isMarked = !subject.sandbox || words.title.startsWith(sandboxMark);
  return isMarked ? words : { ...words, title: sandboxMark + words.title };
}

const sandboxMark = "Sandbox: ";

function wordsFor(subject: IncidentSubject): IncidentWords {
  if (subject.kind === "token-dead") {
    return {
      title: `${subject.name}: Meta no longer accepts the access token`,
      summary:
        "Polling of this connection has stopped, so ratings shown are the last known ones. Other connections are not affected.",
      action:
        "Make a new system user token in Meta Business Settings and paste it under Settings, Connections.",
    };
  }
  if (subject.kind === "opt-out-not-honoured") return optOutWords(subject);
  if (subject.kind === "signals-spiked") return spikeAlertWords(subject);
  if (subject.kind === "budget-burning") return budgetAlertWords(subject);
  if (subject.kind === "launch-guard-harmful") return guardAlertWords(subject);
  if (subject.kind !== "rating-fell") return silenceWords(subject.kind, subject);
  const where = subject.wabaName === null ? "" : ` of ${subject.wabaName}`;
  const step = ratingWords(subject);
  const title = `${subject.name}: quality rating ${step}`;
  const limit =
    subject.messagingLimit === null ? "" : ` The portfolio's messaging limit is ${subject.messagingLimit}.`;
  return {
    title,
    summary: `Meta's rating of this number${where} ${step}${window(subject)}. Meta judges the last 7 days of blocks, reports and mutes, newer ones more.${limit}`,
    action:
      subject.to === "RED"
        ? "Stop business-initiated sends from this number that are not urgent, then look at what was launched or sent in the last 7 days."
        : "Look at which opt-in sources and campaigns this number wrote to in the last 7 days, newest first, and slow down the newest.",
  };
}

/** What the rating did, to follow "quality rating". An easing incident is told with the same words as a worsening one. */
function ratingWords({ from, to, heldUntil }: IncidentSubject): string {
  if (from === null)
    return heldUntil === null ? `is ${to ?? "low"} at first sight` : `started at ${to ?? "a low value"}`;
  const better = (ratingRank(to) ?? Infinity) < (ratingRank(from) ?? -Infinity);
  return `${better ? "improved" : "fell"} from ${from} to ${to ?? "lower"}`;
}

/**
 * One sentence for the end of a problem.
 *
 * @param end.since when it began, by the transition that ends it; null when that names no time.
 */
export function recoveryWords(end: {
  name: string;
  kind: IncidentKind;
  openedAt: Date;
  at: Date;
  since?: Date | null;
  to?: string | null;
}): string {
  const { name, kind, at } = end;
  if (kind === "opt-out-not-honoured") return optOutEnded({ name, since: end.openedAt, at });
  if (kind === "signals-spiked") return spikeEnded({ name, since: end.openedAt, at });
  if (kind === "budget-burning") return budgetEnded({ name, since: end.openedAt, at });
  if (kind === "launch-guard-harmful") return guardEnded({ name, since: end.openedAt, at });
  if (kind !== "rating-fell" && kind !== "token-dead") {
    return silenceEnded(kind, { name, at, since: end.since ?? end.openedAt, to: end.to ?? null });
  }
  const length = durationLabel(at.getTime() - end.openedAt.getTime());
  return kind === "token-dead"
    ? `${name}: Meta accepts the access token again after ${length}.`
    : `${name}: the rating is GREEN again after ${length}.`;
}

/** "[SEV2] Shop MX: …": the first line of every message. */
export function headline(severity: Severity, title: string): string {
  return `[${severity}] ${title}`;
}

function window(subject: IncidentSubject): string {
  const clock = (date: Date) => `${date.toISOString().slice(0, 16).replace("T", " ")} UTC`;
  if (subject.heldUntil === null) return `, seen ${clock(subject.seenAt)}`;
  const earlier = clock(subject.heldUntil);
  const later = clock(subject.seenAt);
  return earlier === later ? ` at ${later}` : ` between ${earlier} and ${later}`;
}
