import { compilePhrases } from "./compile-phrases.ts";
import { foldText, type FoldedText } from "./fold-text.ts";
import type { Lexicon, WordingLanguage } from "./lexicon.ts";
import { lexicons } from "./lexicons/index.ts";
import { splitSentences, type Span } from "./split-sentences.ts";

type PhraseList = Exclude<
  { [K in keyof Lexicon]: Lexicon[K] extends readonly string[] ? K : never }[keyof Lexicon],
  never
>;

/** A wording made ready for the rules. */
export interface ReadWording extends FoldedText {
  /** Whether every noun is written with a capital, so that one tells no name. */
  readonly hasCapitalNouns: boolean;
  readonly sentences: readonly Span[];
  /** Where the language of the text, or English, says this, in order; a phrase that lies in another is not told. */
  readonly find: (list: PhraseList) => readonly Span[];
  /** The same wording with these parts made unreadable, each sign by the one given. */
  readonly mask: (spans: readonly Span[], sign: string) => ReadWording;
}

type Compiled = Readonly<Record<PhraseList, RegExp>>;
const compiled = new Map<WordingLanguage, Compiled>();

function phrasesOf(language: WordingLanguage): Compiled {
  const known = compiled.get(language);
  if (known !== undefined) return known;
  const lexicon = lexicons[language];
  const tokens = {
    // "a" is no number in "a message" when it only begins a word.
    number: `(?:${lexicon.number})(?!\\p{L})|\\d{1,3}`,
    message: lexicon.message,
    topic: lexicon.topic,
    none: lexicon.noOccasion,
  };
  const made = Object.fromEntries(
    Object.entries(lexicon)
      .filter((entry): entry is [PhraseList, readonly string[]] => Array.isArray(entry[1]))
      .map(([list, phrases]) => [list, compilePhrases(phrases, tokens)]),
  ) as Record<PhraseList, RegExp>;
  compiled.set(language, made);
  return made;
}

/**
 * Reads a wording. English is looked for beside the given language, since forms and codes mix them; a language that is not known is read by all of them.
 *
 * @param language a language tag such as `de` or `pt-BR`.
 */
export function readWording(source: string, language: string): ReadWording {
  const folded = foldText(source);
  const given = language.toLowerCase().split(/[-_]/)[0] ?? "";
  const languages = (Object.keys(lexicons) as WordingLanguage[]).filter(
    (one) => one === given || one === "en" || !(given in lexicons),
  );
  return readFolded(folded, splitSentences(folded), languages);
}

function readFolded(
  folded: FoldedText,
  sentences: readonly Span[],
  languages: readonly WordingLanguage[],
): ReadWording {
  const found = new Map<PhraseList, readonly Span[]>();
  return {
    ...folded,
    hasCapitalNouns: languages.includes("de"),
    sentences,
    mask(spans, sign) {
      const signs = folded.text.split("");
      for (const { start, end } of spans) {
        for (let at = start; at < end; at += 1) if (!/\s/.test(signs[at] ?? "")) signs[at] = sign;
      }
      return readFolded({ ...folded, text: signs.join("") }, sentences, languages);
    },
    find(list) {
      const known = found.get(list);
      if (known !== undefined) return known;
      const spans = languages.flatMap((one) => {
        const expression = phrasesOf(one)[list];
        return [...folded.text.matchAll(expression)].map(({ index, 0: words }) => ({
          start: index,
          end: index + words.length,
        }));
      });
      spans.sort((one, other) => one.start - other.start || other.end - one.end);
      const outer: Span[] = [];
      for (const span of spans) if (span.end > (outer.at(-1)?.end ?? -1)) outer.push(span);
      found.set(list, outer);
      return outer;
    },
  };
}

/** Whether two spans share a sign. */
export const touches = (one: Span, other: Span): boolean => one.start < other.end && other.start < one.end;

/** Those of the spans that lie, at least in part, in this one. */
export const within = (spans: readonly Span[], span: Span): Span[] =>
  spans.filter((one) => touches(one, span));

/** The sentence a span begins in. */
export const sentenceOf = (wording: ReadWording, span: Span): Span =>
  wording.sentences.find(({ start, end }) => span.start >= start && span.start < end) ?? span;
