export const dateFormats = [
  "iso",
  "dmy",
  "mdy",
  "named-month",
  "unix-seconds",
  "unix-milliseconds",
  "excel-serial",
] as const;
/**
 * How a column writes its times. `iso` also stands for `2026-11-22 14:03` and `2026/11/22`; `dmy` and `mdy` for dates
 * with slashes, points or dashes; `named-month` for English months.
 */
export type DateFormat = (typeof dateFormats)[number];

/** What is written, before a zone is applied. */
export interface WrittenTime {
  /** As if it were in UTC: milliseconds. */
  readonly wall: number;
  /** Minutes east of UTC as written; null when the text names no zone. */
  readonly offset: number | null;
  /** False for a bare date. */
  readonly hasTime: boolean;
}

export type ParsedDate =
  { readonly ok: true; readonly time: WrittenTime } | { readonly ok: false; readonly message: string };

const clock =
  /^(?:T|,?\s+)?(\d{1,2})[:.h](\d{2})(?:[:.](\d{2})(?:[.,](\d{1,9}))?)?\s*([ap]\.?m\.?)?\s*(?:Uhr)?\s*(.*)$/is;
const yearFirst = /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)/;
const yearLast = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})(?!\d)/;
const dayNamed = /^(?:[a-z]{3,9},?\s+)?(\d{1,2})[\s-]+([a-z]{3,9})\.?,?[\s-]+(\d{4})(?!\d)/i;
const monthNamed = /^(?:[a-z]{3,9},?\s+)?([a-z]{3,9})\.?\s+(\d{1,2}),?\s+(\d{4})(?!\d)/i;
const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const monthNames =
  /^(jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sept?(ember)?|oct(ober)?|nov(ember)?|dec(ember)?)$/i;

/** Excel's day 0, which makes up for the 29 February 1900 that it believes in. */
const excelZero = Date.UTC(1899, 11, 30);
const dayMs = 86_400_000;

const examples: Readonly<Record<DateFormat, string>> = {
  iso: "2026-11-22 14:03",
  dmy: "22/11/2026 14:03",
  mdy: "11/22/2026 2:03 PM",
  "named-month": "22 Nov 2026 14:03",
  "unix-seconds": "1795356180",
  "unix-milliseconds": "1795356180000",
  "excel-serial": "46348.585417",
};

/** Reads one text in one format and in no other; whether the time is plausible is not judged here. */
export function parseDate(written: string, format: DateFormat): ParsedDate {
  const text = written.trim();
  if (text === "") return fault("is empty");
  if (/^[-−]\s?\d/.test(text)) return fault("is negative");
  switch (format) {
    case "unix-seconds":
    case "unix-milliseconds":
    case "excel-serial":
      return readNumber(text, format);
    case "iso": {
      const match = yearFirst.exec(text);
      if (match === null) return notOf(format);
      return withClock([match[1], match[3], match[4]], text.slice(match[0].length));
    }
    case "dmy":
    case "mdy": {
      const match = yearLast.exec(text);
      if (match === null) return notOf(format);
      const [day, month] = format === "dmy" ? [match[1], match[3]] : [match[3], match[1]];
      return withClock([match[4], month, day], text.slice(match[0].length));
    }
    case "named-month": {
      const named = dayNamed.exec(text);
      const match = named ?? monthNamed.exec(text);
      if (match === null) return notOf(format);
      const [day, name] = named === null ? [match[2], match[1]] : [match[1], match[2]];
      if (!monthNames.test(name ?? "")) return notOf(format);
      const month = months.indexOf((name ?? "").slice(0, 3).toLowerCase()) + 1;
      return withClock([match[3], String(month), day], text.slice(match[0].length));
    }
  }
}

function readNumber(text: string, format: "unix-seconds" | "unix-milliseconds" | "excel-serial"): ParsedDate {
  if (!/^\d+([.,]\d+)?$/.test(text)) return notOf(format);
  const count = Number(text.replace(",", "."));
  if (format === "excel-serial") {
    if (count >= 2_958_466) return notOf(format);
    const wall = excelZero + Math.round((count * dayMs) / 1000) * 1000;
    return { ok: true, time: { wall, offset: null, hasTime: !Number.isInteger(count) } };
  }
  // The two differ by a thousand: no plausible time of the one is one of the other.
  if (format === "unix-seconds" && count >= 1e11)
    return fault("is too large for Unix seconds; is it milliseconds?");
  if (format === "unix-milliseconds" && count < 1e11 && count > 0) {
    return fault("is too small for Unix milliseconds; is it seconds?");
  }
  if (count >= 8.64e15) return notOf(format);
  const wall = Math.trunc(format === "unix-seconds" ? count * 1000 : count);
  return { ok: true, time: { wall, offset: 0, hasTime: true } };
}

function withClock(date: readonly (string | undefined)[], rest: string): ParsedDate {
  const [yearText, month, day] = date.map((part) => Number(part ?? "0"));
  const year = date[0]?.length === 2 ? 2000 + (yearText ?? 0) : (yearText ?? 0);
  const time = rest.trim() === "" ? null : clock.exec(rest);
  if (rest.trim() !== "" && time === null) return fault(`has ${quoted(rest.trim())} behind its date`);
  const half = time?.[5]?.[0]?.toLowerCase();
  const written = Number(time?.[1] ?? 0);
  if (half !== undefined && (written < 1 || written > 12))
    return fault("names a day or time that does not exist");
  const hour = half === undefined ? written : (written % 12) + (half === "p" ? 12 : 0);
  const [minute, second] = [Number(time?.[2] ?? 0), Number(time?.[3] ?? 0)];
  const wall = Date.UTC(year, (month ?? 0) - 1, day, hour, minute, second);
  // 30 February and 25 o'clock would roll over silently.
  const rolled = new Date(wall);
  const isReal =
    rolled.getUTCFullYear() === year &&
    rolled.getUTCMonth() + 1 === month &&
    rolled.getUTCDate() === day &&
    rolled.getUTCHours() === hour &&
    rolled.getUTCMinutes() === minute &&
    rolled.getUTCSeconds() === second;
  if (!isReal) return fault("names a day or time that does not exist");
  const offset = readOffset(time?.[6]?.trim() ?? "");
  if (typeof offset === "string") return fault(offset);
  const fraction = Math.trunc(Number(`0.${time?.[4] ?? "0"}`) * 1000);
  return { ok: true, time: { wall: wall + fraction, offset, hasTime: time !== null } };
}

/** Minutes, null without a zone, or what is wrong with it. */
function readOffset(text: string): number | null | string {
  if (text === "") return null;
  if (/^(z|utc|gmt)$/i.test(text)) return 0;
  const parts = /^(?:UTC|GMT)?([+-])(\d{2}):?(\d{2})?(?:\s*\([\w ]+\))?$/i.exec(text);
  if (parts === null)
    return `names its zone ${quoted(text)}, which several zones may be; use an offset such as +02:00`;
  const minutes = Number(parts[2]) * 60 + Number(parts[3] ?? "0");
  if (minutes > 14 * 60) return "has a zone that does not exist";
  return parts[1] === "-" ? -minutes : minutes;
}

/** What stands there, unless it may be somebody's number. */
function quoted(text: string): string {
  return /\d{3}/.test(text) || text.length > 20 ? "something" : `"${text}"`;
}

function notOf(format: DateFormat): ParsedDate {
  return fault(`is not written like ${examples[format]}`);
}

function fault(message: string): ParsedDate {
  return { ok: false, message };
}
