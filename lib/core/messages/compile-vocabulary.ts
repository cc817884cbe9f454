import { evenOut, type Cut } from "./cut-utterance.ts";
import { allVocabularies } from "./vocabulary/all-vocabularies.ts";
import type { Vocabulary } from "./vocabulary/vocabulary.ts";

export type PhraseClass =
  "stop" | "leave" | "alone" | "verbs" | "nots" | "objects" | "fill" | "polite" | "ask" | "resume" | "keep";

export interface Phrase {
  readonly tokens: readonly string[];
  readonly class: PhraseClass;
  /** As the vocabulary writes it; what is told of a match. */
  readonly keyword: string;
}

export interface CompiledVocabulary {
  readonly language: string;
  readonly verbLast: boolean;
  readonly cut: Cut;
  readonly phrasesByFirst: ReadonlyMap<string, readonly Phrase[]>;
  /** Politeness of one word. */
  readonly politeWords: ReadonlySet<string>;
}

const classes: readonly PhraseClass[] = [
  "stop",
  "leave",
  "alone",
  "verbs",
  "nots",
  "objects",
  "fill",
  "polite",
  "ask",
  "resume",
  "keep",
];

let compiled: readonly CompiledVocabulary[] | null = null;

/** All vocabularies, cut once for a process, on first use. */
export function compiledVocabularies(): readonly CompiledVocabulary[] {
  compiled ??= allVocabularies.map(compile);
  return compiled;
}

function compile(vocabulary: Vocabulary): CompiledVocabulary {
  const cut = cutOf(vocabulary);
  const phrasesByFirst = new Map<string, Phrase[]>();
  const politeWords = new Set<string>();
  for (const name of classes) {
    const known = new Set<string>();
    for (const { keyword, even } of phrasesOf(vocabulary[name], cut)) {
      const tokens = cut === "characters" ? Array.from(even.replace(/\s+/g, "")) : even.trim().split(/\s+/);
      const first = tokens[0];
      const key = tokens.join(" ");
      if (first === undefined || first === "" || known.has(key)) continue;
      known.add(key);
      if (name === "polite" && tokens.length === 1) politeWords.add(first);
      const beside = phrasesByFirst.get(first) ?? [];
      beside.push({ tokens, class: name, keyword });
      phrasesByFirst.set(first, beside);
    }
  }
  return {
    language: vocabulary.language,
    verbLast: vocabulary.verbLast === true,
    cut,
    phrasesByFirst,
    politeWords,
  };
}

function cutOf({ cut, keepsAccents }: Vocabulary): Cut {
  if (cut === "characters") return "characters";
  return keepsAccents === true ? "words-with-accents" : "words";
}

/** Evened out in one go, which is much quicker than phrase by phrase: 12,000 of them are cut on first use. */
function phrasesOf(written: string, cut: Cut): { keyword: string; even: string }[] {
  const keywords = written.split(",").map((phrase) => phrase.trim().replace(/\s+/g, " "));
  return spellings(written).flatMap((spelling) =>
    evenOut(spelling, cut)
      .split(",")
      .map((even, place) => ({ keyword: keywords[place] ?? "", even })),
  );
}

/** Whoever has no umlauts on the keyboard writes "moechte". */
function spellings(written: string): readonly string[] {
  const digraphs = written
    .replace(/ä/g, "ae")
    .replace(/ö/g, "oe")
    .replace(/ü/g, "ue")
    .replace(/å/g, "aa")
    .replace(/ø/g, "oe");
  return digraphs === written ? [written] : [written, digraphs];
}
