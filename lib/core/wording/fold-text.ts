import { visibleWords } from "../pages/visible-text.ts";

/** A text as the rules read it, and where each of its signs stands in what was given. */
export interface FoldedText {
  /** Small letters without accents, plain quotes and dashes. */
  readonly text: string;
  /** The same signs with their capitals: as long as `text`. */
  readonly cased: string;
  /** Where the sign of `text` at this place begins in the source, UTF-16 units. */
  readonly places: readonly number[];
  /** What was given. */
  readonly source: string;
}

const plain: Readonly<Record<string, string>> = {
  "‘": "'",
  "’": "'",
  "´": "'",
  "`": "'",
  "“": '"',
  "”": '"',
  "„": '"',
  "«": '"',
  "»": '"',
  "‹": '"',
  "›": '"',
  "–": "-",
  "—": "-",
  "‑": "-",
  "\u00a0": " ",
  "\u202f": " ",
  "…": ".",
  "×": "x",
};

/** Of zero width: parts of emoji, soft hyphens, joiners, marks of accents. */
const widthless = /[\u00ad\u200b-\u200f\u2060\ufe0e\ufe0f\ufeff\p{M}]/u;

/** Whether a text is markup: a tag that HTML knows, not just a "<". */
const isMarkup = (text: string): boolean =>
  /<\/?(?:a|b|body|br|button|div|em|fieldset|footer|form|h[1-6]|html|i|input|label|li|main|option|p|section|select|small|span|strong|table|td|textarea|tr|u|ul)(?:\s[^<>]*)?\/?>|<!doctype/i.test(
    text,
  );

/** No opt-in is longer; what comes after so many signs is not read. */
const mostSigns = 20_000;

/** Reads a wording, of HTML what a person sees of it, up to 20,000 signs. */
export function foldText(source: string): FoldedText {
  const read = isMarkup(source) ? visibleWords(source) : { text: source, places: null };
  const text: string[] = [];
  const cased: string[] = [];
  const places: number[] = [];
  let at = 0;
  for (const sign of read.text) {
    const place = read.places === null ? at : (read.places[at] ?? source.length);
    at += sign.length;
    if (text.length >= mostSigns) break;
    if (widthless.test(sign)) continue;
    const bare = plain[sign] ?? sign.normalize("NFD").replace(/\p{M}/gu, "");
    for (const unit of bare === "ß" ? "ss" : bare) {
      const small = unit.toLowerCase();
      // A capital whose small letter is longer stays as it is: both texts must be of one length.
      const isSame = small.length === unit.length;
      text.push(isSame ? small : unit);
      cased.push(unit);
      for (let half = 0; half < unit.length; half += 1) places.push(place);
    }
  }
  return { text: text.join(""), cased: cased.join(""), places, source };
}

/** The span of the source behind a span of the folded text. What a tag says of itself is the tag. */
export function sourceSpan(folded: FoldedText, start: number, end: number): readonly [number, number] {
  const { places, source } = folded;
  const first = places[start] ?? source.length;
  const last = places[end - 1] ?? first;
  if (source[last] === "<") {
    const close = source.indexOf(">", last);
    return [first, close === -1 ? source.length : close + 1];
  }
  // The place of the sign after the last one bounds it, unless markup or a resolved reference lies between.
  const next = places[end] ?? source.length;
  return [first, next > last && next - last <= 2 ? next : Math.min(last + 1, source.length)];
}
