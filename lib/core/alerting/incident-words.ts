import { ratingRank } from "../quality/rating.ts";
import { durationLabel } from "../time/duration-label.ts";
import type { IncidentKind } from "./incident-step.ts";
import type { Severity } from "./severity.ts";

/** What the words are about. Times are instants; wording never claims more than was seen. */
export interface IncidentSubject {
  readonly kind: IncidentKind;
  /** "Shop MX (+52 55 …)" or the connection's name. */
  readonly name: string;
  readonly wabaName: string | null;
  readonly from: string | null;
  readonly to: string | null;
  /** The value is known to have held until this moment; null on a first sighting. */
  readonly heldUntil: Date | null;
  readonly seenAt: Date;
  readonly messagingLimit: string | null;
  readonly sandbox: boolean;
}

export interface IncidentWords {
  readonly title: string;
  readonly summary: string;
  readonly action: string;
}

/** Title, plain sentences and one action for a problem that opened, got worse or eased. */
export function incidentWords(subject: IncidentSubject): IncidentWords {
  const mark = subject.sandbox ? "Sandbox: " : "";
  if (subject.kind === "token-dead") {
    return {
      title: `${mark}${subject.name}: Meta no longer accepts the access token`,
      summary:
        "Polling of this connection has stopped, so ratings shown are the last known ones. Other connections are not affected.",
      action:
        "Make a new system user token in Meta Business Settings and paste it under Settings, Connections.",
    };
  }
  const where = subject.wabaName === null ? "" : ` of ${subject.wabaName}`;
  const step = ratingWords(subject);
  const title = `${mark}${subject.name}: quality rating ${step}`;
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

/** One sentence for the end of a problem. */
export function recoveryWords(subject: {
  name: string;
  kind: IncidentKind;
  openedAt: Date;
  at: Date;
}): string {
  const length = durationLabel(subject.at.getTime() - subject.openedAt.getTime());
  return subject.kind === "token-dead"
    ? `${subject.name}: Meta accepts the access token again after ${length}.`
    : `${subject.name}: the rating is GREEN again after ${length}.`;
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
