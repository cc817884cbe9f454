import {
  compiledVocabularies,
  type CompiledVocabulary,
  type Phrase,
  type PhraseClass,
} from "./compile-vocabulary.ts";
import { cutUtterance, type Cut, type Utterance } from "./cut-utterance.ts";

export interface OptOutWord {
  /** The vocabulary's phrase, never the person's own words. */
  readonly keyword: string;
  /** ISO 639-1, of the first vocabulary that understands the message. */
  readonly language: string;
  readonly via: "text" | "button" | "list" | "interactive";
}

export interface Said {
  readonly optOut: OptOutWord | null;
  readonly resume: OptOutWord | null;
}

const nothing: Said = { optOut: null, resume: null };

/** Longer texts are letters to somebody, not commands; also keeps the work on one text small. */
const longestText = 160;
const mostTokens: Readonly<Record<Cut, number>> = { words: 14, "words-with-accents": 16, characters: 50 };
/** How much of a button may be names that no vocabulary knows. */
const mostSkipped: Readonly<Record<Cut, number>> = { words: 3, "words-with-accents": 3, characters: 8 };
/** A stop among these is a joke. */
const laughter = /[😂🤣😹]/u;

/**
 * Whether a message asks to stop, or to start again. A message counts as a whole: every word of it must be a command,
 * what is stopped, or politeness of one language. "stop by the shop tomorrow" and "don't stop" are therefore nothing.
 * A negation turns a command round unless its own object or the end of a clause stands between. A question counts only
 * as a request ("could you stop …?"). Buttons were written by the business: beside a plain wish they may hold a name.
 *
 * @param text as Meta sent it; it is neither kept nor returned.
 */
export function findOptOut(text: string, via: OptOutWord["via"]): Said {
  if (text.length > longestText || isQuoted(text)) return nothing;
  const wide = via !== "text";
  if (!wide && laughter.test(text)) return nothing;
  const cuts = new Map<Cut, Utterance>();
  const question = /[?？؟]/u.test(text);
  let resume: OptOutWord | null = null;
  for (const vocabulary of compiledVocabularies()) {
    const { cut } = vocabulary;
    const utterance = cuts.get(cut) ?? cutUtterance(text, cut);
    cuts.set(cut, utterance);
    const { tokens } = utterance;
    if (tokens.length === 0 || tokens.length > mostTokens[cut]) continue;
    if (!wide && !vocabulary.phrasesByFirst.has(tokens[0] ?? "")) continue;
    const heard = judge(cover(vocabulary, utterance, wide), { question, wide });
    if (heard === null) continue;
    const word = { keyword: heard.keyword, language: vocabulary.language, via };
    if (heard.wish === "stop") return { optOut: word, resume: null };
    resume ??= word;
  }
  return resume === null ? nothing : { optOut: null, resume };
}

/** A line that quotes another message, or a sentence in quotation marks. A single quoted word is a word in quotes. */
function isQuoted(text: string): boolean {
  const trimmed = text.trim();
  return (
    /^[>|]/.test(trimmed) || (/^["“”„«»「『‹].*["“”«»」』›]$/su.test(trimmed) && /\S\s+\S/.test(trimmed))
  );
}

/** What one way to read the whole message has met. A bit set, so that equal readings are one. */
const met = {
  stop: 1,
  leave: 2,
  alone: 4,
  verbs: 8,
  nots: 16,
  objects: 32,
  fill: 64,
  ask: 128,
  resume: 256,
  /** A negation waits for its object. */
  open: 512,
  /** A command has just been given: in some languages a negation may follow it. */
  given: 1024,
  /** A negated command. */
  reversed: 2048,
  skipped: 4096,
} as const;
/** Skipped tokens are counted above the bits. */
const skippedUnit = 8192;

interface Reading {
  readonly keyword: string | null;
}
type Readings = Map<number, Reading>;

/** All readings of a message that account for every token. */
function cover(vocabulary: CompiledVocabulary, utterance: Utterance, wide: boolean): Readings {
  const { tokens, breaks } = utterance;
  const reached: Readings[] = Array.from({ length: tokens.length + 1 }, () => new Map<number, Reading>());
  reached[0]?.set(0, { keyword: null });
  const mayBeSkipped = wide ? mostSkipped[vocabulary.cut] : 0;
  for (let at = 0; at < tokens.length; at += 1) {
    const here = reached[at];
    if (here === undefined || here.size === 0) continue;
    const phrases = (vocabulary.phrasesByFirst.get(tokens[at] ?? "") ?? [])
      .map((phrase) => ({ phrase, end: endOf(phrase, utterance, at, vocabulary) }))
      .filter(({ end }) => end !== null);
    const kept = phrases.some(({ phrase }) => phrase.class === "keep");
    for (const [mask, reading] of here) {
      const before = breaks[at] === true ? mask & ~(met.open | met.given) : mask;
      for (const { phrase, end } of phrases) {
        if (phrase.class === "keep" || end === null) continue;
        const keyword = reading.keyword ?? (tells(phrase.class) ? phrase.keyword : null);
        reach(reached[end], after(before, phrase.class, vocabulary.verbLast), keyword);
      }
      const skippedBefore = Math.floor(before / skippedUnit);
      if (!kept && skippedBefore < mayBeSkipped) {
        reach(reached[at + 1], (before | met.skipped) + skippedUnit, reading.keyword);
      }
    }
  }
  return reached[tokens.length] ?? new Map<number, Reading>();
}

/** Where a phrase that begins here ends; one word of politeness may stand inside it ("lasst mich bitte in Ruhe"). */
function endOf(
  phrase: Phrase,
  { tokens }: Utterance,
  from: number,
  vocabulary: CompiledVocabulary,
): number | null {
  let at = from;
  let mayPass = vocabulary.cut !== "characters";
  for (const expected of phrase.tokens) {
    if (tokens[at] !== expected && mayPass && at > from && vocabulary.politeWords.has(tokens[at] ?? "")) {
      mayPass = false;
      at += 1;
    }
    if (tokens[at] !== expected) return null;
    at += 1;
  }
  return at;
}

/** The first reading of its kind stays: phrases come in the vocabulary's order. */
function reach(readings: Readings | undefined, mask: number, keyword: string | null): void {
  if (readings?.has(mask) === false) readings.set(mask, { keyword });
}

function tells(name: PhraseClass): boolean {
  return name !== "fill" && name !== "polite" && name !== "ask" && name !== "objects";
}

function after(mask: number, name: PhraseClass, verbLast: boolean): number {
  switch (name) {
    case "stop":
    case "leave":
      return (mask & met.open ? mask | met.reversed : mask) | met[name];
    case "alone":
    case "verbs":
      return (mask & met.open ? mask | met.reversed : mask) | met[name] | met.given;
    case "nots":
      return (verbLast && mask & met.given ? mask | met.reversed : mask) | met.nots | met.open;
    case "objects":
      return (mask & ~(met.open | met.given)) | met.objects;
    case "fill":
    case "ask":
    case "resume":
      return mask | met[name];
    case "polite":
    case "keep":
      return mask;
  }
}

function judge(
  readings: Readings,
  place: { readonly question: boolean; readonly wide: boolean },
): { readonly wish: "stop" | "resume"; readonly keyword: string } | null {
  let resume: string | null = null;
  for (const [mask, { keyword }] of readings) {
    if (keyword === null || mask & met.reversed) continue;
    if (wantsToStop(mask, place)) return { wish: "stop", keyword };
    if (wantsToResume(mask, place)) resume ??= keyword;
  }
  return resume === null ? null : { wish: "resume", keyword: resume };
}

function wantsToStop(mask: number, { question, wide }: { question: boolean; wide: boolean }): boolean {
  const has = (bits: number) => (mask & bits) !== 0;
  if (has(met.resume) || (question && !has(met.ask))) return false;
  if (has(met.leave) || (has(met.verbs | met.nots) && has(met.objects))) return true;
  if (has(met.stop)) return !has(met.skipped) || has(met.objects);
  return has(met.alone) && !wide && !has(met.fill | met.nots | met.objects | met.verbs | met.ask);
}

function wantsToResume(mask: number, { question }: { question: boolean; wide: boolean }): boolean {
  const has = (bits: number) => (mask & bits) !== 0;
  if (!has(met.resume) || question || has(met.skipped)) return false;
  if (has(met.stop | met.leave | met.alone | met.verbs | met.nots)) return false;
  return !has(met.fill) || has(met.objects);
}
