import type { StreamKind } from "../detection/stream-stand.ts";
import { guardHorizon, usualGuard } from "./guard-settings.ts";
import type { GuardLack, GuardVerdict } from "./judge-guard.ts";
import type { MatchLevel } from "./match-level.ts";

/** What the sentences about a launch are made from. */
export interface GuardToTell {
  readonly verdict: GuardVerdict;
  readonly lack: GuardLack | null;
  readonly stream: StreamKind;
  readonly rateRatio: number | null;
  /** The upper limit is null where there is none. */
  readonly interval: readonly [low: number, high: number | null] | null;
  readonly exposures: number;
  readonly unmatched: number;
  readonly signals: number;
  readonly expected: number;
  readonly likeness: MatchLevel | null;
  /** Days judged so far. */
  readonly days: number;
  readonly needed: NeededWords | null;
}

export interface NeededWords {
  readonly low: number;
  readonly median: number;
  readonly high: number;
  /** Days for the median at the pace so far; null: nothing is being sent. */
  readonly days: number | null;
}

const farDays = 365;
/** A lower limit under this is none. */
const least = 0.05;

const signalNames: Readonly<Record<StreamKind, string>> = {
  block: "blocks",
  report: "reports",
  opt_out: "opt-outs",
  suspected_block: "suspected blocks (inferred)",
  negative: "blocks, reports and opt-outs",
};

/** "3.1 times the blocks of other opt-in methods", to follow the name of a harmful launch. */
export function harmTitle({ stream, rateRatio }: Pick<GuardToTell, "stream" | "rateRatio">): string {
  return `${times(rateRatio)} times the ${signalNames[stream]} of other opt-in methods`;
}

/** "Harmful: 3.1 times the blocks of other opt-in methods", to stand under a name. */
export function guardHeadline(guard: GuardToTell): string {
  const { verdict, interval } = guard;
  if (verdict === "harmful") return `Harmful: ${harmTitle(guard)}`;
  if (verdict === "safe")
    return `Safe: surely less than ${times(interval?.[1] ?? usualGuard.margin)} times others`;
  return neededHeadline(guard);
}

function neededHeadline({ lack, needed, days }: GuardToTell): string {
  if (lack === "nothing-delivered") return "Cannot tell yet: nobody was written to";
  if (lack === "before-counting") return "Not watched: launched before counting began";
  if (lack === "no-others") return "Cannot tell: there is nobody to compare with";
  if (days >= guardHorizon) return `Undecided after ${guardHorizon} days`;
  if (needed === null) return "Cannot tell yet";
  if (needed.days !== null && needed.days > farDays)
    return "Cannot tell yet, and at this pace not within a year";
  const pace = needed.days === null ? "" : `, about ${dayWords(needed.days)} at this pace`;
  return `Cannot tell yet: about ${count(needed.median)} more messages (${count(needed.low)} to ${count(needed.high)})${pace}`;
}

/** Plain reasons for a verdict, or for none, each a sentence: what was counted, against whom, and what is missing. */
export function guardReasons(guard: GuardToTell): string[] {
  return [
    sizeSentence(guard),
    lackSentence(guard),
    likenessSentence(guard),
    unmatchedSentence(guard),
  ].flatMap((sentence) => (sentence === null ? [] : [sentence]));
}

function sizeSentence({ rateRatio, interval, signals, expected, exposures, unmatched, stream }: GuardToTell) {
  if (rateRatio === null || interval === null) return null;
  const weighted = stream === "negative" ? ", weighted," : "";
  return (
    `${count(signals)} ${signalNames[stream]}${weighted} after ${count(exposures - unmatched)} messages, where about ` +
    `${count(expected)} would be usual for alike contacts of other methods on the same days: ` +
    `${times(rateRatio)} times (${rangeWords(interval)}).`
  );
}

function rangeWords([low, high]: NonNullable<GuardToTell["interval"]>): string {
  if (high === null) return low < least ? "it may be anything" : `at least ${times(low)}`;
  return low < least ? `at most ${times(high)}` : `${times(low)} to ${times(high)}`;
}

function lackSentence({ verdict, lack, interval, expected }: GuardToTell): string | null {
  if (verdict !== "undecided") return null;
  switch (lack) {
    case "nothing-delivered":
      return "Nobody who opted in here has been written to since the launch, as far as it is counted.";
    case "no-others":
      return "No contacts of other methods were written to on the same days, so there is nothing to compare with.";
    case "too-few":
      return `Others would have sent back ${count(expected)} by now; below ${usualGuard.leastEvents} nothing is called safe.`;
    case "not-clear":
    case null:
      return interval === null
        ? null
        : `The counts fit ${interval[0] < least ? "far fewer than others have" : `${times(interval[0])} times others`} as well as ${interval[1] === null ? "much more" : `${times(interval[1])} times`}: neither harmful nor safe can be said.`;
    case "before-counting":
      return "It was launched before anything was counted here, so there was no beginning to watch.";
  }
}

const likenessWords: Readonly<Record<MatchLevel, string>> = {
  0: "the same phone number, template category and country, after an opt-in as recent",
  1: "the same phone number and template category, after an opt-in as recent (of other countries too)",
  2: "the same phone number, after an opt-in as recent (of other template categories too)",
  3: "the same phone number and template category; how recent the opt-in was could not be matched",
  4: "the same phone number only; neither template category nor how recent the opt-in was could be matched",
  5: "other phone numbers, in the same template category and after an opt-in as recent: nobody else was written to from its own. Numbers differ among themselves, so only a clear difference counts",
  6: "other phone numbers, without anything that could be matched. Numbers differ among themselves, so only a clear difference counts",
};

/** How alike those are who a launch is compared with; null when it is compared with nobody. */
function likenessSentence({
  likeness,
  rateRatio,
}: Pick<GuardToTell, "likeness" | "rateRatio">): string | null {
  return likeness === null || rateRatio === null
    ? null
    : `Compared with contacts of other methods who were written to on the same days: ${likenessWords[likeness]}.`;
}

function unmatchedSentence({ unmatched, exposures, lack }: GuardToTell): string | null {
  if (unmatched <= 0 || lack === "no-others") return null;
  return `${count(unmatched)} of ${count(exposures)} messages had no alike contacts beside them and are left out.`;
}

const times = (ratio: number | null) =>
  ratio === null ? "?" : ratio >= 10 ? ratio.toFixed(0) : ratio >= 2 ? ratio.toFixed(1) : ratio.toFixed(2);
const count = (value: number) =>
  (value >= 10 ? Math.round(value) : Math.round(value * 10) / 10).toLocaleString("en-US");
const dayWords = (days: number) => (days < 1.5 ? "a day" : `${Math.round(days)} days`);
