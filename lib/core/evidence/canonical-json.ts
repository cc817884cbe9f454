/** What can be sealed: JSON without numbers that two programs write differently. */
export type SealedValue =
  string | number | boolean | null | readonly SealedValue[] | { readonly [name: string]: SealedValue };

/**
 * The one text of a value: keys in the order of their code points, no blanks, strings as JSON.stringify writes them.
 * PostgreSQL makes the same bytes of it (migration launch_plan_and_evidence).
 *
 * @throws RangeError for a number that is not finite, or that JSON would write with an exponent.
 */
export function canonicalJson(value: SealedValue): string {
  if (typeof value === "number") {
    const text = JSON.stringify(value);
    if (!/^-?\d+(\.\d+)?$/.test(text)) throw new RangeError(`${String(value)} has no canonical form`);
    // Minus zero is written as zero by JSON, which is right here.
    return text;
  }
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (isList(value)) return `[${value.map(canonicalJson).join(",")}]`;
  const parts = Object.entries(value)
    .sort(([a], [b]) => compareCodePoints(a, b))
    .map(([name, inner]) => `${JSON.stringify(name)}:${canonicalJson(inner)}`);
  return `{${parts.join(",")}}`;
}

function isList(value: object): value is readonly SealedValue[] {
  return Array.isArray(value);
}

/** As UTF-8 bytes compare, which UTF-16 units do not beyond U+FFFF. */
function compareCodePoints(a: string, b: string): number {
  const left = Array.from(a);
  const right = Array.from(b);
  for (let at = 0; at < Math.min(left.length, right.length); at++) {
    const difference = (left[at]?.codePointAt(0) ?? 0) - (right[at]?.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}
