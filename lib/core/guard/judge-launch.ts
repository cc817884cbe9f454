import { logSumExp } from "../detection/log-sums.ts";
import { streamKinds, type StreamKind } from "../detection/stream-stand.ts";
import { usualGuard, type GuardSettings } from "./guard-settings.ts";
import type { GuardState } from "./guard-state.ts";
import { judgeGuard, type GuardJudgement, type GuardLack, type GuardVerdict } from "./judge-guard.ts";

/** Where the watch over a launch stands at the end of a day: all of its streams. Safe as JSON. */
export type GuardStreams = Readonly<Record<StreamKind, GuardState>>;
export type GuardJudgements = Readonly<Record<StreamKind, GuardJudgement>>;

/**
 * How much each stream has to say. The weighted sum says most, since what harms shows in several signals; a signal by itself
 * is heard where only it rises. They add up to 1: an average of evidences passes a bar no more often than one of them.
 */
const voices: Readonly<Record<StreamKind, number>> = {
  negative: 0.5,
  block: 0.125,
  report: 0.125,
  opt_out: 0.125,
  suspected_block: 0.125,
};

/** By how much the weighted sum alone, no single signal speaking with it, has to be clearer than the bar. */
export const aloneBar = -Math.log(voices.negative);

export function judgeStreams(streams: GuardStreams, settings: GuardSettings = usualGuard): GuardJudgements {
  return Object.fromEntries(streamKinds.map((kind) => [kind, judgeGuard(streams[kind], settings)])) as Record<
    StreamKind,
    GuardJudgement
  >;
}

/** ln of the evidence of all streams together that the method is worse. A stream with few events may speak for it, never against it. */
function launchEvidence(judged: GuardJudgements, settings: GuardSettings = usualGuard): number {
  return logSumExp(streamKinds.map((kind) => voiceOf(kind, judged, settings)));
}

function voiceOf(kind: StreamKind, judged: GuardJudgements, { leastEvents }: GuardSettings): number {
  const { evidence, events } = judged[kind];
  return Math.log(voices[kind]) + (events >= leastEvents ? evidence : Math.min(0, evidence));
}

/** The stream that speaks loudest against the method; of those as loud, the single signal. */
function loudestStream(judged: GuardJudgements, settings: GuardSettings = usualGuard): StreamKind {
  const loudness = (kind: StreamKind) =>
    voiceOf(kind, judged, settings) - (kind === "negative" ? Math.log(voices.negative / voices.block) : 0);
  return streamKinds.reduce((best, kind) => (loudness(kind) > loudness(best) + 1e-9 ? kind : best));
}

export interface LaunchVerdict {
  readonly verdict: GuardVerdict;
  readonly evidence: number;
  /** The stream that the verdict rests on, or would. */
  readonly stream: StreamKind;
  /** Null once there is a verdict. */
  readonly lack: GuardLack | null;
}

/** Numbers differ among themselves, whatever is launched: held against other numbers, a launch has to be surely so much worse. An assumption. */
const surelyAcross = 1.5;

/** Whether the evidence of a day is enough to call a launch harmful. */
export function isHarmful(
  judged: GuardJudgements,
  isAcross: boolean,
  settings: GuardSettings = usualGuard,
): boolean {
  if (launchEvidence(judged, settings) < settings.bar) return false;
  const low = judged[loudestStream(judged, settings)].interval?.[0] ?? 0;
  return !isAcross || low >= surelyAcross;
}

/**
 * harmful: since the day on which the evidence of all streams passed the bar. safe: all told signals together are surely less than the
 * margin worse, and no signal by itself speaks more than 3 : 1 against the method.
 *
 * @param harmfulSince the day on which the bar was passed, null if it never was.
 * @param isAcross it is held against contacts of other phone numbers: then it is never called safe.
 */
export function judgeLaunch(
  judged: GuardJudgements,
  harmfulSince: number | null,
  isAcross: boolean,
  settings: GuardSettings = usualGuard,
): LaunchVerdict {
  const evidence = launchEvidence(judged, settings);
  const stream = harmfulSince === null ? "negative" : loudestStream(judged, settings);
  const isDoubtful = streamKinds.some((kind) => judged[kind].evidence > Math.log(3));
  const isSafe = harmfulSince === null && !isAcross && judged.negative.verdict === "safe" && !isDoubtful;
  const verdict = harmfulSince !== null ? "harmful" : isSafe ? "safe" : "undecided";
  return { verdict, evidence, stream, lack: verdict === "undecided" ? lackOf(judged.negative) : null };
}

function lackOf({ lack, expected }: GuardJudgement): GuardLack {
  return lack ?? (expected > 0 ? "not-clear" : "nothing-delivered");
}
