import { resolveReferences } from "./character-references.ts";
import { readTag, type Tag } from "./read-tag.ts";

/** Text up to the end tag of these is no markup. */
const rawText = new Set(["script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"]);
/** Nothing inside these is read on the page. `noscript` is for browsers that do not run scripts. */
const unread = new Set([
  "head",
  "template",
  "noscript",
  "svg",
  "math",
  "object",
  "audio",
  "video",
  "canvas",
  "datalist",
]);
/** Anything else begins the body of a page, also of one that never says so. */
const ofHead = new Set("base link meta noscript script style template title".split(" "));
const empty = new Set("area base br col embed hr img input link meta param source track wbr".split(" "));
const block = new Set(
  (
    "address article aside blockquote body br button caption center dd details dialog dir div dl dt fieldset figcaption figure " +
    "footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend li main menu nav ol optgroup option p pre search section " +
    "select summary table tbody td tfoot th thead tr ul"
  ).split(" "),
);
/** An element that a sibling of the same kind ends without an end tag. */
const endedBySibling: ReadonlyMap<string, readonly string[]> = new Map([
  ["li", ["li"]],
  ["dt", ["dt", "dd"]],
  ["dd", ["dt", "dd"]],
  ["option", ["option", "optgroup"]],
  ["tr", ["tr", "tbody", "tfoot"]],
  ["td", ["td", "th", "tr"]],
  ["th", ["td", "th", "tr"]],
]);
/** Deeper elements are read, and their end tags not minded: a page cannot make the work grow with its depth. */
const deepest = 256;

interface OpenElement {
  readonly name: string;
  readonly isHidden: boolean;
}

/**
 * What a person reads on a page, one line for each block: without scripts, styles, comments and what is hidden by its markup, with
 * whether boxes are ticked beforehand (`[x]`, `[ ]`), what buttons say, and texts in place of images. Styles of other files are not
 * looked at, and nothing that scripts would write is there. The work grows with the length, for any text.
 */
export function visibleText(html: string): string {
  const pieces: string[] = [];
  readVisible(html, false, (text) => pieces.push(text));
  return tidyText(pieces.join(""));
}

/**
 * What a person reads on a page, as `visibleText` has it but for letters that are composed of several signs, and where in the source each sign
 * (UTF-16 unit) comes from. What an element says of itself comes from where its tag begins; what links and buttons say stands between
 * `controlStart` and `controlEnd`.
 */
export function visibleWords(html: string): { text: string; places: number[] } {
  let text = "";
  const places: number[] = [];
  const put = (sign: string, place: number) => {
    const last = text.at(-1) ?? "\n";
    if (/\s/.test(sign)) {
      if (last === "\n") return;
      const isLine = sign === "\n";
      if (last === " ") {
        if (isLine) text = `${text.slice(0, -1)}\n`;
        return;
      }
      text += isLine ? "\n" : " ";
    } else text += sign;
    places.push(place);
  };
  const isApart = true;
  readVisible(html, isApart, (words, place, source) => {
    if (source === undefined) {
      for (const unit of words.split("")) put(unit, place);
      return;
    }
    let at = 0;
    for (const [reference] of source.matchAll(/&[#A-Za-z0-9]{2,10};?|[^&]|&/gsu)) {
      const sign = resolveReferences(reference);
      for (const unit of (sign === "\n" ? " " : sign).split("")) put(unit, place + at);
      at += reference.length;
    }
  });
  return { text, places };
}

/** Something that is read; where it stands in the source; the source of it, where it is text and not said by an element. */
type Say = (text: string, place: number, source?: string) => void;

/** Around what a link or a button says in `visibleWords`: signs of the private use area, which no font has. */
export const controlStart = "\ue000";
export const controlEnd = "\ue001";
const controls = new Set(["a", "button"]);

/** Form parts and small print stand apart from what is around them, although no blank is in the source. */
const apart = new Set("a label small input legend output span".split(" "));

function readVisible(html: string, isApart: boolean, tell: Say): void {
  const open: OpenElement[] = [];
  const isHidden = () => open.at(-1)?.isHidden === true;
  const say: Say = (...said) => {
    if (!isHidden()) tell(...said);
  };
  const sayText = (from: number, to: number) => {
    const source = html.slice(from, to);
    say(readAsText(source), from, source);
  };
  let at = 0;
  while (at < html.length) {
    const start = html.indexOf("<", at);
    if (start === -1) {
      sayText(at, html.length);
      break;
    }
    if (start > at) sayText(at, start);
    const skipped = skipDeclaration(html, start);
    if (skipped !== null) {
      at = skipped;
      continue;
    }
    const tag = readTag(html, start);
    if (tag === null) {
      // Of a tag that never ends browsers show nothing; any other "<" is a sign like others.
      if (/^<\/?[a-zA-Z]/.test(html.slice(start, start + 3))) break;
      say("<", start);
      at = start + 1;
      continue;
    }
    at = tag.end;
    const sayHere = (text: string) => say(text, start);
    if (block.has(tag.name)) sayHere("\n");
    else if (isApart && apart.has(tag.name)) sayHere(" ");
    if (isApart && controls.has(tag.name)) sayHere(tag.isEnd ? controlEnd : controlStart);
    if (tag.isEnd) closeElement(open, tag.name);
    else at = openElement(html, tag, open, sayHere);
    if (block.has(tag.name)) sayHere("\n");
  }
}

/** A line break in the source is a blank on the page. */
function readAsText(source: string): string {
  return resolveReferences(source).replace(/\n/g, " ");
}

/** Any text in one form: composed letters, single blanks, no empty lines, nothing that takes no room. */
export function tidyText(text: string): string {
  return (
    text
      // Lone halves of characters have no bytes of their own.
      .replace(/\p{Cs}/gu, "\ufffd")
      .normalize("NFC")
      .replace(/[\u00ad\u200b-\u200f\u2060\ufeff]/g, "")
      .replace(/\p{Cc}/gu, (sign) => (sign === "\n" ? "\n" : " "))
      .split("\n")
      .map((line) => line.split(/\s+/).filter(Boolean).join(" "))
      .filter((line) => line !== "")
      .join("\n")
  );
}

/** The place after a comment or declaration that begins here; null: none does. */
function skipDeclaration(html: string, start: number): number | null {
  if (html.startsWith("<!--", start)) {
    // "<!-->" and "<!--->" are whole comments.
    const end = html.indexOf("-->", start + 2);
    return end === -1 ? html.length : end + 3;
  }
  if (!/[!?]/.test(html.charAt(start + 1)) && !/^<\/[^a-zA-Z]/.test(html.slice(start, start + 3)))
    return null;
  const end = html.indexOf(">", start);
  return end === -1 ? html.length : end + 1;
}

/** @returns the place to go on from. */
function openElement(html: string, tag: Tag, open: OpenElement[], say: (text: string) => void): number {
  const { name, attributes } = tag;
  const top = open.at(-1);
  if (top !== undefined) {
    const isEnded =
      endedBySibling.get(top.name)?.includes(name) === true ||
      (top.name === "p" && block.has(name) && name !== "br" && name !== "button" && name !== "select") ||
      (top.name === "head" && !ofHead.has(name));
    if (isEnded) open.pop();
  }
  const isHidden = open.at(-1)?.isHidden === true || unread.has(name) || isHiddenBy(attributes);
  if (rawText.has(name)) {
    const end = findEndTag(html, name, tag.end);
    if (name === "textarea" && !isHidden) say(`\n${resolveReferences(html.slice(tag.end, end.start))}\n`);
    return end.after;
  }
  if (!isHidden) sayOfElement(name, attributes, say);
  if (!empty.has(name) && open.length < deepest) open.push({ name, isHidden });
  return tag.end;
}

function isHiddenBy(attributes: ReadonlyMap<string, string>): boolean {
  if (attributes.has("hidden")) return true;
  return /(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse))\b/i.test(
    attributes.get("style") ?? "",
  );
}

/** What is read of an element itself: a ticked box is no active consent. */
function sayOfElement(
  name: string,
  attributes: ReadonlyMap<string, string>,
  say: (text: string) => void,
): void {
  const value = (key: string) => attributes.get(key) ?? "";
  if (name === "img") say(` ${value("alt")} `);
  if (name === "option") say(attributes.has("selected") ? "[x] " : "");
  if (name !== "input") return;
  switch (value("type").toLowerCase()) {
    case "hidden":
      return;
    case "checkbox":
    case "radio":
      say(attributes.has("checked") ? " [x] " : " [ ] ");
      return;
    case "submit":
    case "button":
    case "reset":
      say(`\n${value("value")}\n`);
      return;
    case "image":
      say(` ${value("alt")} `);
      return;
    default:
      say(` ${value("placeholder")} `);
  }
}

function closeElement(open: OpenElement[], name: string): void {
  for (let at = open.length - 1; at >= 0; at--) {
    if (open[at]?.name === name) {
      open.length = at;
      return;
    }
  }
}

function findEndTag(html: string, name: string, from: number): { start: number; after: number } {
  const search = new RegExp(`</${name}(?=[\\s/>])`, "gi");
  search.lastIndex = from;
  const found = search.exec(html);
  if (found === null) return { start: html.length, after: html.length };
  const close = html.indexOf(">", search.lastIndex);
  return { start: found.index, after: close === -1 ? html.length : close + 1 };
}
