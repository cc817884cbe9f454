import { sentenceOf, touches, within, type ReadWording } from "../read-wording.ts";
import type { Span } from "../split-sentences.ts";
import type { RuleAnswer } from "../wording-finding.ts";

/** The name, as people write it, and the links that open it. */
const name =
  /(?<![\p{L}\p{N}])(?:whats ?-?app?\p{L}{0,2}|wh?ats? ?app|w(?:h)?ass?app|whasapp|watsapp|guasap|wasap|zap ?zap|zap|wpp|wapp|wsp|wa\.me|whats|(?<=(?:on|via|by|per|su|por|x|pelo|no|uber|auf|in|en) )wa)(?![\p{L}\p{N}])/gu;

/** Whether WhatsApp or messages are named at all, wherever. */
export const namesChannel = (wording: ReadWording): boolean =>
  wording.text.search(name) !== -1 || wording.find("receiveMessages").length > 0;

/** Where WhatsApp is named as something else, such as a help line, and the sentence says nothing of being written to. */
export function elsewherePhrases(wording: ReadWording): readonly Span[] {
  const elsewhere = wording.find("whatsappElsewhere");
  // "Contact us" begins such a phrase itself; "will be sent to you" inside one says that messages come.
  const receive = wording
    .find("receive")
    .filter(({ start }) => !elsewhere.some((other) => other.start === start));
  return elsewhere.filter((span) => within(receive, sentenceOf(wording, span)).length === 0);
}

/** Is it said that messages come, on WhatsApp or without naming another channel? */
export function namesWhatsapp(wording: ReadWording): RuleAnswer {
  const elsewhere = elsewherePhrases(wording);
  const denied = wording.find("whatsappDenied");
  let aside = null;
  for (const { index, 0: words } of wording.text.matchAll(name)) {
    const mention = { start: index, end: index + words.length };
    const isDenied = denied.some((span) => touches(span, mention));
    const isElsewhere = elsewhere.some((span) => touches(span, mention));
    if (!isDenied && !isElsewhere) return { ok: true, reason: "met", at: mention };
    aside ??= mention;
  }
  for (const messages of wording.find("receiveMessages")) {
    const sentence = sentenceOf(wording, messages);
    if (within(wording.find("otherChannel"), sentence).length === 0)
      return { ok: true, reason: "met-by-messages", at: messages };
  }
  if (aside !== null) return { ok: false, reason: "elsewhere", at: aside };
  const other = wording.find("otherChannel")[0];
  return other === undefined
    ? { ok: false, reason: "missing", at: null }
    : { ok: false, reason: "other-channel", at: other };
}
