import type { ReadWording } from "../read-wording.ts";
import type { Span } from "../split-sentences.ts";

/** Names and not words to send, although they are written in capitals. */
const names = new Set(
  (
    "WHATSAPP SMS QR OK APP FAQ URL PDF TV USA UK EU AG GMBH SRL SPA SA SL LTDA LTD INC PLC AGB GDPR DSGVO RGPD LGPD ID VIP NR WA " +
    "HTML DI IL LA EL DER DIE DAS THE"
  ).split(" "),
);
const word = /"[^"]{1,25}"|'[^']{1,25}'|(?<![\p{L}\p{N}])\p{Lu}{2,}[\p{Lu}\p{N}]*(?![\p{L}\p{N}])/gu;
/** How far from the verb the word may stand, in signs. */
const reach = 60;

/** What a person is told to send: a word in capitals or in quotes near "send", "reply" and the like. German has it before the verb, too. */
export function wordsToSend(wording: ReadWording): Span[] {
  const { cased } = wording;
  return wording.find("sendVerb").flatMap((verb) => {
    const after = cased.slice(verb.end, verb.end + reach).split(/[.!?\n]/)[0] ?? "";
    const found = [...after.matchAll(word)].find(([one]) => !names.has(one));
    if (found !== undefined) return [{ start: verb.start, end: verb.end + found.index + found[0].length }];
    const before =
      cased
        .slice(Math.max(0, verb.start - reach), verb.start)
        .split(/[.!?\n]/)
        .at(-1) ?? "";
    const last = [...before.matchAll(word)].findLast(([one]) => !names.has(one));
    return last === undefined ? [] : [{ start: verb.start - before.length + last.index, end: verb.end }];
  });
}
