/** A JSON object whose keys and types nobody vouches for. */
export type Loose = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is Loose {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A single object where a list belongs counts as a list of one; nothing counts as an empty list. */
export function listOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value as readonly unknown[];
  return value === undefined || value === null ? [] : [value];
}

/** An object's own value, or an empty object where something else stands. */
export function objectAt(value: Loose, key: string): Loose {
  const inside = value[key];
  return isObject(inside) ? inside : {};
}

/** An id of Meta's: 1 to 256 printable characters without white space; whole numbers as their digits. */
export function idOf(value: unknown): string | null {
  if (typeof value === "number") return value >= 0 && Number.isSafeInteger(value) ? String(value) : null;
  return typeof value === "string" && /^[\x21-\x7e]{1,256}$/.test(value) ? value : null;
}

/** A word of Meta's vocabulary, kept as it is written: at most 64 letters, digits, `_`, `-`, `.`; no long number. */
export function wordOf(value: unknown): string | null {
  return typeof value === "string" && /^[A-Za-z][\w.-]{0,63}$/.test(value) && !/\d{6}/.test(value)
    ? value
    : null;
}

/** An error code: a whole number below ten million, or its digits. */
export function codeOf(value: unknown): number | null {
  const code = typeof value === "string" && /^\d{1,7}$/.test(value) ? Number(value) : value;
  return typeof code === "number" && Number.isInteger(code) && code >= 0 && code < 10_000_000 ? code : null;
}

const earliest = Date.UTC(2009);
const latest = Date.UTC(2100);

/** Unix seconds, or milliseconds when the size says so, as a number or digits; null outside 2009 to 2100. */
export function instantOf(value: unknown): Date | null {
  const number = typeof value === "string" && /^\d{1,13}$/.test(value) ? Number(value) : value;
  if (typeof number !== "number" || !Number.isFinite(number)) return null;
  const milliseconds = number > 1e11 ? number : number * 1000;
  return milliseconds >= earliest && milliseconds < latest ? new Date(milliseconds) : null;
}
