/** A message as the vocabularies see it. */
export interface Utterance {
  /** Words, or characters without spaces. */
  readonly tokens: readonly string[];
  /** `breaks[i]`: a sentence or clause ends before token i, so that a negation does not reach over. */
  readonly breaks: readonly boolean[];
}

/** The ways to cut a text; each language uses one. */
export type Cut = "words" | "words-with-accents" | "characters";

/** Accents of Latin, Greek and Cyrillic, Arabic vowel signs, Hebrew points. Indic and Thai vowels are letters: they stay. */
const accents = /[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670]/g;
/** Marks without a width: of direction, joiners, soft hyphens, and the Arabic tatweel. */
const invisible = /[\p{Cf}\u0640]/gu;
const emoji = /[\p{Extended_Pictographic}\u{1f1e6}-\u{1f1ff}\u{1f3fb}-\u{1f3ff}\ufe0e\ufe0f\u20e3]+/gu;
/** Punctuation inside words and between syllables, which ends no clause. */
const joints = /['’‘`´ʼ_*~\-‐‑‒–/]+/g;
const clauseEnd = /[^\p{L}\p{M}\p{N}\s]+/gu;

/** Letters that no decomposition reaches, and letters that people write for each other. */
const folds: Readonly<Record<string, string>> = {
  ß: "ss",
  ł: "l",
  ø: "o",
  æ: "ae",
  œ: "oe",
  đ: "d",
  ð: "d",
  þ: "th",
  ı: "i",
  ς: "σ",
  ى: "ي",
  ة: "ه",
  ک: "ك",
  ی: "ي",
  ґ: "г",
};
const foldable = new RegExp(`[${Object.keys(folds).join("")}]`, "g");

/** Cuts a text. Case, width, emoji and stretched letters never matter, accents seldom. */
export function cutUtterance(text: string, cut: Cut): Utterance {
  const even = evenOut(text, cut);
  return cut === "characters" ? charactersOf(even) : wordsOf(even);
}

/** The text with everything folded that does not matter. Commas stay commas, and none are added. */
export function evenOut(text: string, cut: Cut): string {
  const even = plainForms(text);
  return cut === "words-with-accents" ? even.normalize("NFC") : withoutAccents(even);
}

/** Everything but accents: compatibility forms, case, what has no width, emoji, "stoooop". */
function plainForms(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replace(invisible, "")
    .replace(emoji, "\n")
    .replace(/(\p{L})\1{2,}/gu, "$1")
    .replace(joints, " ");
}

function withoutAccents(text: string): string {
  return text
    .normalize("NFD")
    .replace(accents, "")
    .normalize("NFC")
    .replace(foldable, (letter) => folds[letter] ?? letter);
}

function wordsOf(text: string): Utterance {
  const tokens: string[] = [];
  const breaks: boolean[] = [];
  for (const clause of clausesOf(text)) {
    clause.split(/\s+/).forEach((word, place) => {
      tokens.push(word);
      breaks.push(place === 0);
    });
  }
  // "S.T.O.P", "s t o p"
  const spelled = tokens.length >= 3 && tokens.every((token) => /^[a-z]$/.test(token));
  return spelled ? { tokens: [tokens.join("")], breaks: [true] } : { tokens, breaks };
}

function charactersOf(text: string): Utterance {
  const tokens: string[] = [];
  const breaks: boolean[] = [];
  for (const clause of clausesOf(text)) {
    Array.from(clause.replace(/\s+/g, "")).forEach((character, place) => {
      tokens.push(character);
      breaks.push(place === 0);
    });
  }
  return { tokens, breaks };
}

function clausesOf(text: string): string[] {
  return text
    .replace(clauseEnd, "\n")
    .split("\n")
    .map((clause) => clause.trim())
    .filter((clause) => clause !== "");
}
