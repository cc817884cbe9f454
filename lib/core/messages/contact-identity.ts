/** What people paste around a number: white space, marks of direction and width, and the usual separators. */
const separators = /[\s\p{Cf}\p{Pd}.·/()]+/gu;
/** A zero in brackets is dialled at home only. Whether it belongs to the number cannot be told. */
const homeZero = /\(\s*0\s*\)/;
/** First digit of each decimal script that phones write numbers in. Full-width digits fall under NFKC. */
const zeros = [0x0660, 0x06f0, 0x07c0, 0x0966, 0x09e6, 0x0a66, 0x0ae6, 0x0be6, 0x0c66, 0x0ce6, 0x0e50];

/**
 * The text by which a person is recognised, the same for every way to write it; it is hashed and never stored.
 *
 * A phone number becomes `tel:+` and 6 to 15 digits. A leading `+` or `00` may be missing, since Meta's ids have
 * neither, but a national form (`0176 …`) names no country and is not guessed. A business-scoped user id becomes
 * `wa:` and the id. They are two identities of one person until a link says so.
 *
 * @returns null when it cannot be read.
 */
export function contactIdentity(raw: unknown, kind: "phone" | "user-id"): string | null {
  return kind === "phone" ? phoneIdentity(raw) : userIdentity(raw);
}

function phoneIdentity(raw: unknown): string | null {
  if (typeof raw === "number")
    return raw > 0 && Number.isSafeInteger(raw) ? phoneIdentity(String(raw)) : null;
  if (typeof raw !== "string" || raw.length > 64) return null;
  if (plainDigits.test(raw)) return `tel:+${raw}`;
  const latin = withLatinDigits(raw.normalize("NFKC"));
  if (homeZero.test(latin)) return null;
  const match = /^(?:\+|00)?([1-9][0-9]{5,14})$/.exec(latin.replace(separators, ""));
  return match === null ? null : `tel:+${match[1] ?? ""}`;
}

const plainDigits = /^[1-9][0-9]{5,14}$/;

function withLatinDigits(text: string): string {
  return text.replace(/\p{Nd}/gu, (digit) => {
    const code = digit.codePointAt(0) ?? 0;
    const zero = zeros.find((first) => code >= first && code < first + 10);
    return zero === undefined ? digit : String(code - zero);
  });
}

/** A country's two letters, a point, then letters and digits; ids shared by several portfolios have `ENT.` between. */
function userIdentity(raw: unknown): string | null {
  if (typeof raw !== "string" || raw.length > 160) return null;
  const match = /^([A-Za-z]{2})\.([A-Za-z0-9]{1,128}(?:\.[A-Za-z0-9]{1,128})?)$/.exec(raw.trim());
  return match === null ? null : `wa:${(match[1] ?? "").toUpperCase()}.${match[2] ?? ""}`;
}
