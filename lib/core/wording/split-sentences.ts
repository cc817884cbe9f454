import type { FoldedText } from "./fold-text.ts";

export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Words that end with a full stop inside a sentence. */
const abbreviations = new Set(
  (
    "z b zb ggf max min ca inkl bzw usw etc evtl tgl wtl monatl nr tel str st dr prof hr fr sr sra srta sig dott ing avv art " +
    "es p ej ex pag num no msg msgs ltd inc co corp s r l srl spa a c e v i d vs approx incl mo wk u ud uds vd av d h o u"
  ).split(" "),
);

/** The sentences of a text, with what ends a line and begins another with a capital, a box or a bullet. */
export function splitSentences({ text, cased }: Pick<FoldedText, "text" | "cased">): Span[] {
  const spans: Span[] = [];
  let start = 0;
  const close = (end: number) => {
    if (text.slice(start, end).trim() !== "") spans.push({ start, end });
    start = end;
  };
  for (const found of text.matchAll(/[.!?]+["')\]]*(?=\s|$)|\n+|[•·▪●|☐☑✅✔]|\[[ x]?\]/giu)) {
    const { index } = found;
    const end = index + found[0].length;
    if (found[0].startsWith("\n")) {
      if (!/^\s*\p{Ll}/u.test(cased.slice(end, end + 40))) close(end);
      continue;
    }
    if (/[•·▪●|☐☑✅✔[]/u.test(found[0])) {
      close(index);
      continue;
    }
    if (found[0] === ".") {
      const word = /[\p{L}\p{N}]+$/u.exec(text.slice(Math.max(0, index - 12), index))?.[0] ?? "";
      const next = cased.slice(end, end + 30).trimStart();
      if (abbreviations.has(word) && (word.length === 1 || !/^\p{Lu}/u.test(next))) continue;
      if (/^\p{Ll}/u.test(next)) continue;
    }
    close(end);
  }
  close(text.length);
  return spans;
}
