import { sentenceOf, touches, within, type ReadWording } from "../read-wording.ts";
import type { Span } from "../split-sentences.ts";
import type { RuleAnswer } from "../wording-finding.ts";
import { asks } from "./asks.ts";
import { controlSpans, saysItsAct } from "./controls.ts";
import { elsewherePhrases } from "./names-whatsapp.ts";
import { wordsToSend } from "./words-to-send.ts";

/** A box that is empty, and one that is not. */
const emptyBox = /[☐□▢◻⬜❏❑○◯]|\[ {0,3}_? {0,3}\]|\( {1,3}\)|(?<![\p{L}\p{N}])_{3,}/gu;
const tickedBox = /[☑☒🗹]|(?<=^|\n)\s*[✅✔✓]|\[ ?[x✓✔] ?\]|\( ?[x•] ?\)/gu;

/** Does the person do something, for this purpose alone? */
export function activeConsent(wording: ReadWording): RuleAnswer {
  const spansOf = (expression: RegExp) =>
    [...wording.text.matchAll(expression)].map(({ index, 0: signs }) => ({
      start: index,
      end: index + signs.length,
    }));
  const acts = wording.find("act");
  const ticked = spansOf(tickedBox);
  const preTicked = [...wording.find("preTicked"), ...ticked];
  const [wasTicked] = preTicked;
  if (wasTicked !== undefined) return { ok: false, reason: "pre-ticked", at: wasTicked };
  const [bundled] = wording.find("bundled");
  if (bundled !== undefined) return { ok: false, reason: "bundled", at: bundled };
  const [assumed] = wording.find("assumed");
  if (assumed !== undefined) return { ok: false, reason: "assumed", at: assumed };
  const others = [...wording.find("stop"), ...wording.find("notStop"), ...elsewherePhrases(wording)];
  const verbs = wording.find("stopVerb");
  const controls = controlSpans(wording).filter(
    (one) => saysItsAct(wording, one) && within(verbs, one).length === 0,
  );
  const act = [
    ...spansOf(emptyBox),
    ...acts,
    ...questions(wording),
    ...controls,
    ...wordsToSend(wording),
  ].find((one) => !others.some((other) => touches(other, one)));
  return act === undefined
    ? { ok: false, reason: "missing", at: null }
    : { ok: true, reason: "met", at: act };
}

/** "Not interested?" asks for nothing. */
const denial = /(?<!\p{L})(?:no|not|non|nao|nicht|kein|keine|keinen|don't|ya no|nie)\s+(?:\p{L}+\s+)?$/u;

/** "You agree" states what "Do you agree?" asks. */
function questions(wording: ReadWording): Span[] {
  return wording
    .find("askAct")
    .filter((one) => asks(wording, sentenceOf(wording, one)))
    .filter((one) => !denial.test(wording.text.slice(Math.max(0, one.start - 25), one.start)));
}
