import { durationLabel } from "../time/duration-label.ts";
import { localTimeLabel } from "../time/local-time.ts";
import { plural } from "./count-words.ts";
import type { IncidentWeek } from "./incident-week.ts";
import type { NumberWeek } from "./number-week.ts";
import { gapWorthSayingMs } from "./weekly-verdict.ts";

const mostNumbers = 12;
const hourMs = 3_600_000;

export interface SmallPrintInput {
  readonly numbers: readonly NumberWeek[];
  readonly incidents: IncidentWeek;
  readonly from: Date;
  readonly to: Date;
  readonly end: Date;
  readonly closed: boolean;
  readonly timeZone: string;
  /** Whose numbers these are: Meta's, the sandbox's for want of others, or Meta's with the sandbox left out. */
  readonly scope: "real" | "sandbox" | "real-beside-sandbox";
}

/** Gaps and rules of counting, one plain sentence each, what matters most first; no sentence comes twice. */
export function weeklySmallPrint(input: SmallPrintInput): string[] {
  const { numbers, closed, end, timeZone } = input;
  const gaps = numbers.flatMap((number) => numberLines(number, timeZone));
  const hidden = gaps.length - mostNumbers;
  return [
    ...new Set([
      ...scopeLines(input.scope),
      ...(closed
        ? []
        : [`The week is still running: everything is a preview as of ${localTimeLabel(end, timeZone)}.`]),
      ...gaps.slice(0, mostNumbers),
      ...(hidden > 0
        ? [`${plural(hidden, "more gap")} of this kind: see the column of the time known.`]
        : []),
      ...(numbers.length === 0 ? [] : ratingLines),
      ...incidentLines(input),
      weekLine(input),
    ]),
  ];
}

function scopeLines(scope: SmallPrintInput["scope"]): string[] {
  if (scope === "sandbox")
    return [
      "Sandbox: these phone numbers are made up by the built-in sandbox, nothing here comes from Meta.",
    ];
  return scope === "real" ? [] : ["Numbers and incidents of the sandbox are not counted."];
}

function numberLines(number: NumberWeek, timeZone: string): string[] {
  const { name, joinedAt, leftAt, missingSince, gapMs } = number;
  return [
    ...(joinedAt === null
      ? []
      : [`${name} was first seen on ${localTimeLabel(joinedAt, timeZone)}; earlier is not known.`]),
    ...(gapMs < gapWorthSayingMs ? [] : [`${name} was not watched for ${durationLabel(gapMs)}.`]),
    ...(missingSince === null
      ? []
      : [`${name} has not been in Meta's list since ${localTimeLabel(missingSince, timeZone)}.`]),
    ...(leftAt === null
      ? []
      : [`${name} was last read on ${localTimeLabel(leftAt, timeZone)}; its connection was removed.`]),
    ...(number.lowAtFirstRating
      ? [
          `The first rating seen of ${name} was below GREEN: that counts as a fall, though what held before is not known.`,
        ]
      : []),
  ];
}

const ratingLines = [
  "Time known is the share of the time in which Meta's rating was known: a reading holds until the next one, a stretch without readings counts as not known, and so does UNKNOWN.",
  "A change counts when it was first seen; it happened between that reading and the one before.",
];

function incidentLines({ incidents, closed }: SmallPrintInput): string[] {
  const { opened, resolved, stillOpen, acknowledged } = incidents;
  if (opened + resolved + stillOpen + acknowledged === 0) return [];
  const when = closed ? "at the end of the week" : "now";
  return [
    `Incidents count as opened, resolved and acknowledged in the week in which that happened; still open means unresolved ${when}.`,
    ...(acknowledged === 0
      ? []
      : [
          `The median time to acknowledge covers ${plural(acknowledged, "incident")}, each by its first acknowledgement.`,
        ]),
  ];
}

function weekLine({ from, to, timeZone }: SmallPrintInput): string {
  const hours = Math.round((to.getTime() - from.getTime()) / hourMs);
  const changed = hours === 168 ? "" : ` Clocks changed in this week: it has ${hours} hours.`;
  return `A week runs from Monday to Sunday in the time zone ${timeZone}.${changed}`;
}
