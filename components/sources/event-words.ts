import type { EventDto, EventKind, EventsDto } from "@/lib/contracts/events.ts";

/** Which events are listed; the first is usual, as they are behind the rate. */
export const eventChoices = [
  { value: "negative", label: "Negative signals", kinds: ["block", "report", "opt_out", "suspected_block"] },
  { value: "soft", label: "Held or undelivered", kinds: ["ecosystem_hold", "undelivered"] },
  { value: "exposure", label: "Messages", kinds: ["exposure"] },
] as const;
export type EventChoice = (typeof eventChoices)[number]["value"];

/** The choice in the URL; what is none is as if it were absent. */
export function readEventChoice(text: string | null): EventChoice {
  return eventChoices.find(({ value }) => value === text)?.value ?? "negative";
}

export const eventNames: Readonly<Record<EventKind, string>> = {
  exposure: "Message",
  block: "Block",
  report: "Report",
  opt_out: "Opt-out",
  suspected_block: "Suspected block",
  ecosystem_hold: "Held back by Meta",
  undelivered: "Not delivered",
};

/** How far a message came, or how long after its message a signal came. */
export function eventCourse({
  kind,
  status,
  errorCode,
  ageDays,
}: Pick<EventDto, "kind" | "status" | "errorCode" | "ageDays">): string {
  if (kind === "exposure") {
    return status === "failed" && errorCode !== null ? `failed, error ${errorCode}` : (status ?? "sent");
  }
  if (ageDays === null) return "no message known";
  return ageDays === 0 ? "within a day of its message" : `${ageDays} d after its message`;
}

export function contactText(
  { contact, erased }: Pick<EventDto, "contact" | "erased">,
  contactsShown: boolean,
): string {
  if (erased) return "erased";
  return contact ?? (contactsShown ? "not known" : "not shown");
}

/** What the list leaves out: events that were dropped, and facts that are not counted yet. */
export function listNotes({
  from,
  goneBefore,
  keptDays,
  waiting,
}: Pick<EventsDto, "from" | "goneBefore" | "keptDays" | "waiting">): string[] {
  const isCut = goneBefore !== null && Date.parse(from) < Date.parse(goneBefore);
  return [
    isCut
      ? `Single events from before ${goneBefore.slice(0, 10)} are gone: they are kept ${keptDays} days. Their counts stay.`
      : `Single events are kept ${keptDays} days, their counts for good.`,
    ...(waiting === 0
      ? []
      : [`${waiting.toLocaleString("en-US")} facts are being counted and are listed in a moment.`]),
  ];
}
