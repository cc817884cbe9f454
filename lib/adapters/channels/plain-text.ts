/**
 * Marks that steer instead of showing: direction marks and overrides (an attacker's name could turn a line around), the byte
 * order mark and zero-width space. Joiners stay: Persian and emoji need them.
 */
const steeringMarks = /[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g;
const lineBreaksAndControls = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g;

/** The text as one line: steering marks gone, line ends and control characters a space, no half surrogate pairs. */
export function plainLine(text: string): string {
  return text
    .replace(steeringMarks, "")
    .replace(lineBreaksAndControls, " ")
    .replace(/\p{Surrogate}/gu, "\ufffd")
    .trim();
}

/** At most `length` characters (UTF-16 units), with "…" for what is missing and no character cut in half. */
export function shorten(text: string, length: number): string {
  if (text.length <= length) return text;
  return `${text.slice(0, length - 1).replace(/[\ud800-\udbff]$/, "")}…`;
}

/** The address when it is a web address that is safe to show as a link, else null (`javascript:` and the like). */
export function webLink(address: string): string | null {
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  return url.protocol === "https:" || url.protocol === "http:" ? url.href : null;
}
