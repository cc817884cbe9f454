import { dateFormats, parseDate, type DateFormat } from "./parse-date.ts";

export interface DateGuess {
  /** Null when no format fits, or when a person must choose. */
  readonly format: DateFormat | null;
  /** Set when every sample can be read as day/month and as month/day: only a person knows which it is. */
  readonly choose: { readonly example: string; readonly dmy: string; readonly mdy: string } | null;
  /** Whether the times name their own zone. Where not all do, the zone of the file must be stated. */
  readonly zones: "all" | "some" | "none";
  /** Samples that are bare dates; they count as the start of their day. */
  readonly bareDates: number;
  /** Samples, at most five, that the format does not fit. */
  readonly unread: readonly string[];
  readonly why: string;
}

/** Share of samples that a format must fit: files have some blank or broken cells. */
const mostly = 0.8;

/** The format in which a column's samples are written, by the samples alone. Empty ones do not count. */
export function guessDateFormat(samples: readonly string[]): DateGuess {
  const written = samples.map((sample) => sample.trim()).filter((sample) => sample !== "");
  if (written.length === 0) return nothing("there are no values to judge by", []);
  const fits = dateFormats.map((format) => ({
    format,
    read: written.filter((text) => fitsFormat(text, format)),
  }));
  const readBy = (format: DateFormat) => fits.find((one) => one.format === format)?.read ?? [];
  const best = fits.reduce((a, b) => (b.read.length > a.read.length ? b : a));
  if (best.read.length < written.length * mostly) {
    const slashed = new Set([...readBy("dmy"), ...readBy("mdy")]).size;
    if (slashed >= written.length * mostly) {
      return nothing("some dates can only be day/month, others only month/day", written);
    }
    return nothing("the values are not written in one format that is known", written);
  }
  if (best.format !== "dmy" && best.format !== "mdy")
    return found(best.format, written, whyOf(best.format, best.read));
  return dayOrMonthFirst(written, readBy("dmy"), readBy("mdy"));
}

function dayOrMonthFirst(
  written: readonly string[],
  dmy: readonly string[],
  mdy: readonly string[],
): DateGuess {
  const onlyDay = dmy.filter((text) => !mdy.includes(text));
  const onlyMonth = mdy.filter((text) => !dmy.includes(text));
  if (onlyDay.length > 0 && onlyMonth.length > 0) {
    const why = `"${onlyDay[0] ?? ""}" can only be day/month, "${onlyMonth[0] ?? ""}" only month/day`;
    return nothing(why, written);
  }
  if (onlyDay.length > 0)
    return found("dmy", written, `"${onlyDay[0] ?? ""}" has a day above 12 in first place`);
  if (onlyMonth.length > 0)
    return found("mdy", written, `"${onlyMonth[0] ?? ""}" has a day above 12 in second place`);
  if (dmy.every((text) => /^\d+\./.test(text))) {
    return found("dmy", written, "dates with points put the day first");
  }
  // The clearest example: day and month differ.
  const example = dmy.find((text) => spoken(text, "dmy") !== spoken(text, "mdy")) ?? dmy[0] ?? "";
  return {
    ...found("dmy", written, "no day is above 12, so day and month cannot be told apart"),
    format: null,
    choose: { example, dmy: spoken(example, "dmy"), mdy: spoken(example, "mdy") },
  };
}

/** Numbers are judged by their size, or everything would be a day of Excel's. */
function fitsFormat(text: string, format: DateFormat): boolean {
  const parsed = parseDate(text, format);
  if (!parsed.ok) return false;
  const { wall } = parsed.time;
  return wall >= Date.UTC(2000, 0, 1) && wall < Date.UTC(2100, 0, 1);
}

function found(format: DateFormat, written: readonly string[], why: string): DateGuess {
  const times = written.map((text) => parseDate(text, format)).filter((parsed) => parsed.ok);
  const zoned = times.filter(({ time }) => time.offset !== null).length;
  return {
    format,
    choose: null,
    zones: zoned === times.length ? "all" : zoned === 0 ? "none" : "some",
    bareDates: times.filter(({ time }) => !time.hasTime).length,
    unread: written.filter((text) => !fitsFormat(text, format)).slice(0, 5),
    why,
  };
}

function nothing(why: string, written: readonly string[]): DateGuess {
  return { format: null, choose: null, zones: "none", bareDates: 0, unread: written.slice(0, 5), why };
}

function whyOf(format: DateFormat, read: readonly string[]): string {
  const example = read[0] ?? "";
  switch (format) {
    case "unix-seconds":
      return `"${example}" has the size of Unix seconds`;
    case "unix-milliseconds":
      return `"${example}" has the size of Unix milliseconds`;
    case "excel-serial":
      return `"${example}" has the size of a day number of Excel`;
    case "named-month":
      return `"${example}" names its month`;
    case "iso":
    case "dmy":
    case "mdy":
      return `"${example}" begins with the year`;
  }
}

const monthNames =
  "January February March April May June July August September October November December".split(" ");

/** "3 April 2026", so that a person sees what each choice means. */
function spoken(text: string, format: "dmy" | "mdy"): string {
  const parsed = parseDate(text, format);
  if (!parsed.ok) return "not a date";
  const wall = new Date(parsed.time.wall);
  return `${wall.getUTCDate()} ${monthNames[wall.getUTCMonth()] ?? ""} ${wall.getUTCFullYear()}`;
}
