import { touches, within, type ReadWording } from "../read-wording.ts";
import type { Span } from "../split-sentences.ts";
import type { RuleAnswer } from "../wording-finding.ts";
import { asks } from "./asks.ts";
import { controlSpans } from "./controls.ts";
import { namesChannel } from "./names-whatsapp.ts";
import { wordsToSend } from "./words-to-send.ts";

/** Is a way to stop told? */
export function optOut(wording: ReadWording): RuleAnswer {
  const others = [
    ...wording.find("notStop"),
    // Unticking a box that was ticked is no way out later.
    ...wording.find("preTicked"),
    ...(namesChannel(wording) ? wording.find("notStopHere") : []),
  ];
  const isOther = (span: Span) => others.some((other) => touches(other, span));
  const whole = wording.find("stop").find((one) => !isOther(one));
  if (whole !== undefined) return { ok: true, reason: "met", at: whole };
  const toSend = wordsToSend(wording);
  const ways = [...wording.find("way"), ...toSend].filter((one) => !isOther(one));
  const verbs = wording.find("stopVerb");
  const control = controlSpans(wording).find((one) => within(verbs, one).length > 0);
  if (control !== undefined) return { ok: true, reason: "met", at: control };
  let bare: Span | null = null;
  for (const verb of verbs) {
    if (isOther(verb)) continue;
    const at = wording.sentences.findIndex(({ start, end }) => verb.start >= start && verb.start < end);
    const sentence = wording.sentences[at] ?? verb;
    const after = wording.sentences[at + 1];
    // "Not interested? Tell the till.": the way stands in the sentence after.
    const isAsked = asks(wording, sentence);
    const way =
      within(ways, sentence).find((one) => !isInside(one, verb)) ??
      (after === undefined ? undefined : within(isAsked ? ways : toSend, after)[0]);
    if (way !== undefined) {
      return {
        ok: true,
        reason: "met",
        at: { start: Math.min(verb.start, way.start), end: Math.max(verb.end, way.end) },
      };
    }
    bare ??= verb;
  }
  return bare === null
    ? { ok: false, reason: "missing", at: null }
    : { ok: false, reason: "no-way", at: bare };
}

/** A way needs words of its own: the "stop" of "you can stop" is none. */
const isInside = (one: Span, other: Span) => one.start >= other.start && one.end <= other.end;
