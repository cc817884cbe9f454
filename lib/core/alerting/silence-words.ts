import { durationLabel } from "../time/duration-label.ts";
import type { IncidentKind } from "./incident-step.ts";
import type { IncidentSubject, IncidentWords } from "./incident-subject.ts";

export type SilenceKind = Exclude<
  IncidentKind,
  | "rating-fell"
  | "token-dead"
  | "opt-out-not-honoured"
  | "signals-spiked"
  | "budget-burning"
  | "launch-guard-harmful"
>;

const mostNamed = 20;

/** Words for what blinds us. They say what was seen and until when, never why unless Meta said so. */
export function silenceWords(kind: SilenceKind, subject: IncidentSubject): IncidentWords {
  switch (kind) {
    case "collector-silent":
      return subject.to === "blind" ? blindWords(subject) : silentWords(subject);
    case "token-expiring":
      return expiryWords(subject);
    case "subscription-lost":
      return unsubscribedWords(subject);
    case "webhooks-silent":
      return unheardWords(subject);
    case "number-vanished":
      return vanishedWords(subject);
    case "field-vanished":
      return fieldWords(subject);
  }
}

/** One sentence for the end, with its length. */
export function silenceEnded(
  kind: SilenceKind,
  end: { name: string; since: Date; at: Date; to: string | null },
): string {
  const { name, since, at, to } = end;
  if (to === "removed") return `${name}: it is not watched any more, so this ends here.`;
  if (kind === "collector-silent" && to === "paused")
    return `${name}: polling is paused, so nothing is missing.`;
  if (kind === "collector-silent" && to === "token-dead") {
    return `${name}: Meta refuses the access token, which has an incident of its own.`;
  }
  const length = durationLabel(at.getTime() - since.getTime());
  switch (kind) {
    case "collector-silent":
      return `${name}: read again after ${length}. Blind from ${clock(since)} to ${clock(at)}.`;
    case "token-expiring":
      return `${name}: the end of the access token is further away again.`;
    case "subscription-lost":
      return `${name}: subscribed to webhooks again after ${length}.`;
    case "webhooks-silent":
      return `${name}: webhooks announce changes again after ${length}.`;
    case "number-vanished":
      return `${name}: every number is listed again after ${length}.`;
    case "field-vanished":
      return `${name}: Meta answers every field again after ${length}.`;
  }
}

function silentWords({ name, heldUntil, trouble }: IncidentSubject): IncidentWords {
  const since = heldUntil === null ? "so far" : `since ${clock(heldUntil)}`;
  return {
    title: `${name}: nothing read ${since}`,
    summary: `No poll of this connection has succeeded ${since}, which is six polls or more. Ratings shown are the last known ones.${trouble === null ? "" : ` The last trouble: ${trouble}`}`,
    action: "Open the Collector page: it says what stands in the way and what to do.",
  };
}

function blindWords({ name, heldUntil, seenAt }: IncidentSubject): IncidentWords {
  const stretch =
    heldUntil === null ? `until ${clock(seenAt)}` : `from ${clock(heldUntil)} to ${clock(seenAt)}`;
  return {
    title: `${name}: blind ${stretch}`,
    summary: `Staygreen did not run in this time, so nobody looked ${stretch}. Histories show it as a gap. What Meta tried to announce meanwhile may still come in for up to seven days.`,
    action: "Nothing to do if this was planned. If not, find out why the process had stopped.",
  };
}

function expiryWords({ name, to, endsAt }: IncidentSubject): IncidentWords {
  const days = to === "1" ? "1 day" : `${to ?? "some"} days`;
  return {
    title: `${name}: the access token ends within ${days}`,
    summary: `The token, or its access to data, ends ${endsAt === null ? `within ${days}` : clock(endsAt)}. Nothing of this connection can be read after that.`,
    action:
      "Make a new system user token in Meta Business Settings and paste it under Settings, Connections.",
  };
}

function unsubscribedWords({ name, names }: IncidentSubject): IncidentWords {
  const [are, them, their] =
    names.length === 1 ? [`${accounts(names)} is`, "it", "its"] : [`${accounts(names)} are`, "them", "their"];
  return {
    title: `${name}: ${are} no longer subscribed to webhooks`,
    summary: `Meta says that our app is not subscribed to ${listed(names)}. Meta sends no webhooks about ${them} then: changes are seen with the next poll only, and deliveries, failures and opt-outs of ${their} messages are not seen at all.`,
    action: "Press Subscribe the app under Settings, Connections.",
  };
}

/** The one by name, several by their count. */
function accounts(names: readonly string[]): string {
  return names.length === 1 ? (names[0] ?? "") : `${names.length} accounts`;
}

function unheardWords({ name, names, heldUntil }: IncidentSubject): IncidentWords {
  const since =
    heldUntil === null
      ? "no webhook has come so far."
      : `no webhook has announced one since. A webhook of any kind last came ${clock(heldUntil)}.`;
  return {
    title: `${name}: webhooks ${heldUntil === null ? "do not come in" : "have fallen silent"} for ${accounts(names)}`,
    summary: `Polls of ${listed(names)} found changes that no webhook announced, and ${since} Polls go on, so changes are seen later than they could be.`,
    action:
      "Check under Settings, Connections that the app is subscribed, and in Meta's App Dashboard that the callback URL is ours and that the fields are chosen.",
  };
}

function vanishedWords({ name, names }: IncidentSubject): IncidentWords {
  const [only] = names;
  const what =
    names.length === 1 && only !== undefined
      ? `${only} is no longer listed`
      : `${names.length} numbers are no longer listed`;
  const [which, they] = names.length === 1 ? ["this number", "it was"] : [listed(names), "they were"];
  return {
    title: `${name}: ${what}`,
    summary: `Two complete lists from Meta in a row did not hold ${which}. Whether ${they} moved, deleted or hidden from our token is not known. History stays.`,
    action: "Look in WhatsApp Manager whether somebody meant this. If not, check who may manage the account.",
  };
}

function fieldWords({ name, names }: IncidentSubject): IncidentWords {
  const fields = names.length === 1 ? "the field" : "the fields";
  return {
    title: `${name}: Meta refuses ${fields} ${listed(names)}`,
    summary: `Meta refuses ${names.length === 1 ? "it" : "them"} for at least one account of this connection. The rest is read as before; what is refused is shown as not reported.`,
    action: "Look for a newer Staygreen, or for another GRAPH_API_VERSION that still has the field.",
  };
}

function listed(names: readonly string[]): string {
  const more = names.length - mostNamed;
  return more > 0 ? `${names.slice(0, mostNamed).join(", ")} and ${more} more` : names.join(", ");
}

function clock(date: Date): string {
  return `${date.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
