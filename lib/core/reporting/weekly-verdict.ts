import { ratingRank } from "../quality/rating.ts";
import { localDayLabel } from "../time/local-time.ts";
import { capital, countOf, listWords, percentWords, plural } from "./count-words.ts";
import type { NumberWeek } from "./number-week.ts";

/** Below this share of watched time a week is not graded: what was not seen cannot be called good. */
const gradedShare = 0.9;
/** A shorter time without a reading is no gap worth a sentence. */
export const gapWorthSayingMs = 60_000;
const mostNames = 3;

export interface VerdictInput {
  readonly numbers: readonly NumberWeek[];
  readonly incidentsStillOpen: number;
  readonly from: Date;
  /** The end of the week, or now while it is running. */
  readonly end: Date;
  readonly closed: boolean;
  readonly firstObservedAt: Date | null;
  readonly timeZone: string;
}

/**
 * The week in a sentence or two: what the ratings did, then whether the data is whole. It states what was seen and
 * never why it happened. A week is called good only when it was watched and no rating was below GREEN at its end.
 */
export function weeklyVerdict(input: VerdictInput): string {
  const nothing = nothingToSay(input);
  if (nothing !== null) return nothing;
  const low = input.numbers.filter((number) => (ratingRank(currentRating(number)) ?? 0) > 0);
  return low.length > 0
    ? [attention(input, low), ...wholeness(input)].join(" ")
    : [withoutLow(input), ...wholeness(input), ...openIncidents(input)].join(" ");
}

/** At the end if known, else the last one known: a number that was RED when last read is not forgotten. */
function currentRating(number: NumberWeek): string | null {
  return number.ratingAtEnd ?? number.lastRating;
}

function nothingToSay({ numbers, closed, end, firstObservedAt, timeZone }: VerdictInput): string | null {
  if (numbers.some((number) => number.watchedMs > 0)) return null;
  const lead = "Nothing was watched in this week";
  if (firstObservedAt === null) return `${lead}: no phone number has been observed yet.`;
  if (firstObservedAt >= end) {
    return `${lead}: the first observation came on ${localDayLabel(firstObservedAt, timeZone)}.`;
  }
  if (numbers.length === 0) return `${lead}: no phone number was in view.`;
  const none =
    numbers.length === 1 ? "the only phone number was not" : `none of ${numbers.length} phone numbers was`;
  return `Nothing can be said about this week${closed ? "" : " yet"}: ${none} watched.`;
}

/** Some number is below GREEN, or was when last rated: the week is told from there. */
function attention({ numbers, closed }: VerdictInput, low: readonly NumberWeek[]): string {
  const who = capital(countOf(low.length, numbers.length));
  const phrases = low.toSorted(worstFirst).map((number) => lowPhrase(number, closed));
  const recovered = numbers.filter((number) => number.falls > 0 && !low.includes(number)).length;
  const others = recovered === 0 ? "" : ` Of the others, ${recovered} fell and recovered.`;
  return `${who} ${one(low.length, "needs", "need")} attention: ${listWords(phrases, mostNames)}.${others}`;
}

function lowPhrase(number: NumberWeek, closed: boolean): string {
  const { name, ratingAtStart: start, ratingAtEnd: end, falls } = number;
  if (end === null) {
    return `${name} was ${number.lastRating ?? "low"} when last ${number.watchedAtEnd ? "rated" : "read"}`;
  }
  if (falls > 0) {
    const ended = `and ${closed ? "ended" : "is now"} ${end}`;
    if (end !== number.lowestFall) return `${name} ${fallWords(number)} ${ended}`;
    return falls === 1 ? `${name} ${fallWords(number)}` : `${name} fell ${falls} times ${ended}`;
  }
  if (start === null) return `${name} ${closed ? "ended" : "is"} ${end}`;
  return start === end ? `${name} stayed ${end}` : `${name} rose from ${start} to ${end}`;
}

function fallWords({ falls, lowestFall, lowAtFirstRating }: NumberWeek): string {
  const to = lowestFall ?? "below GREEN";
  if (lowAtFirstRating) return `was ${to} at its first rating`;
  return falls === 1 ? `fell to ${to}` : `fell ${falls} times, as low as ${to},`;
}

/** As far as is known, no number is below GREEN at the end. */
function withoutLow(input: VerdictInput): string {
  const { numbers, closed } = input;
  const soFar = closed ? "" : " so far";
  const green = numbers.filter((number) => number.ratingAtEnd === "GREEN");
  const fallen = numbers.filter((number) => number.falls > 0);
  if (fallen.length > 0) {
    const phrases = fallen
      .toSorted(worstFirst)
      .map((number) => `${number.name} ${fallWords(number)} and was GREEN again later`);
    const ending = numbers.length === 1 && green.length === 1 ? "" : `; ${greenWords(input, green)}`;
    return `A mixed week${soFar}: ${listWords(phrases, mostNames)}${ending}.`;
  }
  if (green.length === 0) return `This week${soFar} has no rating to judge: ${withoutRating(input)}.`;
  const lead = isGraded(input) ? "A good week" : "No fall was seen";
  return `${lead}${soFar}: ${greenWords(input, green)}.`;
}

function greenWords(input: VerdictInput, green: readonly NumberWeek[]): string {
  const { numbers, closed } = input;
  if (green.length === 0) return withoutRating(input);
  const who = numbers.length === 1 ? (green[0]?.name ?? "") : countOf(green.length, numbers.length);
  const tail = green.length === numbers.length ? "" : `; ${withoutRating(input)}`;
  if (green.every((number) => !number.wasLow)) {
    const stayed = green.every(
      (number) => number.ratingAtStart === "GREEN" && number.gapMs < gapWorthSayingMs,
    );
    const was = one(green.length, "was", "were");
    return `${who} ${stayed ? "stayed GREEN" : `${was} GREEN whenever rated`}${tail}`;
  }
  const rose = green.filter((number) => number.wasLow && number.falls === 0).length;
  const ended = closed ? "ended GREEN" : `${one(green.length, "is", "are")} GREEN now`;
  const share = numbers.length === 1 ? "" : `, ${rose} of them`;
  return `${who} ${ended}${rose === 0 ? "" : `${share} after a time below it`}${tail}`;
}

/** The numbers whose rating at the end is not known, by reason. */
function withoutRating({ numbers, closed }: VerdictInput): string {
  const unread = numbers.filter((number) => !number.watchedAtEnd).length;
  const unrated = numbers.filter((number) => number.watchedAtEnd && number.ratingAtEnd === null).length;
  const had = closed ? "had" : one(unrated, "has", "have");
  const was = closed ? one(unread, "was", "were") : one(unread, "is", "are");
  const when = closed ? "at the end" : "now";
  return [
    ...(unrated === 0 ? [] : [`${unrated} ${had} no rating from Meta ${when}`]),
    ...(unread === 0 ? [] : [`${unread} ${was} not being read ${when}`]),
  ].join(", ");
}

function wholeness({ numbers, closed, firstObservedAt, from, timeZone }: VerdictInput): string[] {
  const began =
    firstObservedAt !== null && firstObservedAt > from ? localDayLabel(firstObservedAt, timeZone) : null;
  const broken = numbers.filter((number) => number.gapMs >= gapWorthSayingMs).length;
  const covered = `${percentWords(watchedShare(numbers))} of the time${closed ? "" : " so far"} is covered`;
  return [
    ...(began === null ? [] : [`Watching began only on ${began}.`]),
    ...(broken === 0
      ? []
      : [
          `The data is not whole: ${countOf(broken, numbers.length)} ${one(broken, "was", "were")} not watched throughout (${covered}).`,
        ]),
  ];
}

function openIncidents({ incidentsStillOpen: open, closed }: VerdictInput): string[] {
  if (open === 0) return [];
  const still = closed
    ? `${one(open, "was", "were")} still open at the end`
    : `${one(open, "is", "are")} open`;
  return [`${plural(open, "incident")} ${still}.`];
}

/** Watched for nearly all of the time, from the first moments of the week to its last, but for numbers taken out. */
function isGraded({ numbers, from, end, firstObservedAt }: VerdictInput): boolean {
  const lateMs = (firstObservedAt ?? end).getTime() - from.getTime();
  const graceMs = (end.getTime() - from.getTime()) * (1 - gradedShare);
  const watchedToTheEnd = numbers.every((number) => number.watchedAtEnd || number.leftAt !== null);
  return watchedToTheEnd && lateMs <= graceMs && watchedShare(numbers) >= gradedShare;
}

/** Of the time in which the numbers were there to be watched. */
function watchedShare(numbers: readonly NumberWeek[]): number {
  const watched = numbers.reduce((sum, number) => sum + number.watchedMs, 0);
  const gaps = numbers.reduce((sum, number) => sum + number.gapMs, 0);
  return watched + gaps === 0 ? 0 : watched / (watched + gaps);
}

/** What needs a look first: RED, YELLOW, not known, GREEN; then by name. */
export function worstFirst(a: NumberWeek, b: NumberWeek): number {
  const rank = (number: NumberWeek) => ratingRank(currentRating(number)) ?? 0.5;
  return rank(b) - rank(a) || compare(a.name, b.name) || compare(a.id, b.id);
}

function one(count: number, singular: string, many: string): string {
  return count === 1 ? singular : many;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
