/**
 * Parses JSON without harming what JavaScript or PostgreSQL would: integers of 16 or more digits become strings of the
 * same digits (ids beyond 2^53 would be rounded), and NUL and halves of surrogate pairs, which PostgreSQL stores in no text,
 * become U+FFFD. Everything else is as JSON.parse says.
 *
 * @throws SyntaxError when the text is not JSON; RangeError when it is nested too deeply for the parser.
 */
export function losslessJson(text: string): unknown {
  return JSON.parse(makeHarmless(text)) as unknown;
}

const quote = 0x22;
const backslash = 0x5c;

/** One pass in linear time; copies only around what it changes. */
function makeHarmless(text: string): string {
  const pieces: string[] = [];
  let copiedTo = 0;
  const replace = (from: number, to: number, by: string) => {
    pieces.push(text.slice(copiedTo, from), by);
    copiedTo = to;
  };
  let at = 0;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === quote) at = passString(text, at, replace);
    else if (isNumberCharacter(code)) at = passNumber(text, at, replace);
    else at += 1;
  }
  if (pieces.length === 0) return text;
  pieces.push(text.slice(copiedTo));
  return pieces.join("");
}

type Replace = (from: number, to: number, by: string) => void;

/** From an opening quote to behind the closing one. */
function passString(text: string, from: number, replace: Replace): number {
  let at = from + 1;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === quote) return at + 1;
    if (code === backslash) at = passEscape(text, at, replace);
    else at += 1;
  }
  return at;
}

function passEscape(text: string, from: number, replace: Replace): number {
  const unit = escapedUnit(text, from);
  if (unit === null) return from + 2;
  const to = from + 6;
  if (isHighSurrogate(unit) && isLowSurrogate(escapedUnit(text, to) ?? 0)) return to + 6;
  if (unit === 0 || isHighSurrogate(unit) || isLowSurrogate(unit)) replace(from, to, "\\ufffd");
  return to;
}

/** The UTF-16 unit of a `\uXXXX` that starts here. */
function escapedUnit(text: string, at: number): number | null {
  if (text[at] !== "\\" || text[at + 1] !== "u") return null;
  const digits = text.slice(at + 2, at + 6);
  return /^[0-9a-f]{4}$/i.test(digits) ? Number.parseInt(digits, 16) : null;
}

const isHighSurrogate = (unit: number) => unit >= 0xd800 && unit <= 0xdbff;
const isLowSurrogate = (unit: number) => unit >= 0xdc00 && unit <= 0xdfff;

/** Digits, sign, point, exponent. Letters of true, false and null that look like one (`e`) do no harm: they hold no digits. */
function isNumberCharacter(code: number): boolean {
  return (
    (code >= 0x30 && code <= 0x39) ||
    code === 0x2b ||
    code === 0x2d ||
    code === 0x2e ||
    code === 0x45 ||
    code === 0x65
  );
}

function passNumber(text: string, from: number, replace: Replace): number {
  let to = from + 1;
  while (to < text.length && isNumberCharacter(text.charCodeAt(to))) to += 1;
  if (to - from >= 16) {
    const number = text.slice(from, to);
    if (/^-?[1-9][0-9]{15,}$/.test(number)) replace(from, to, `"${number}"`);
  }
  return to;
}
