export type ImportTime =
  | { readonly ok: true; readonly at: Date; readonly unit: "iso" | "unix-seconds" | "unix-milliseconds" }
  | { readonly ok: false; readonly message: string };

/** WhatsApp's platform for businesses is from 2018: what is older is a wrong unit or an empty date. */
const earliestMs = Date.UTC(2018, 0, 1);
/** Clocks differ by a little; a time further ahead is a mistake. */
const aheadMs = 10 * 60_000;

const iso =
  /^(\d{4})-(\d{2})-(\d{2})[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s?([Zz]|[+-]\d{2}:?\d{2})?$/;

/**
 * A past instant as files write it: ISO 8601 with a zone, or Unix seconds or milliseconds, told apart by their size.
 * A time without a zone is refused and never guessed.
 */
export function readImportTime(written: string | number, now: Date): ImportTime {
  const text = String(written).trim();
  if (text === "") return { ok: false, message: "is empty" };
  if (/^-\s?\d/.test(text)) return { ok: false, message: "is negative" };
  if (/^\d+(\.\d+)?$/.test(text)) return readUnix(Number(text), now);
  return readIso(text, now);
}

function readUnix(count: number, now: Date): ImportTime {
  if (count >= 1e8 && count < 1e11) return within(count * 1000, "unix-seconds", now);
  if (count >= 1e11 && count < 1e14) return within(count, "unix-milliseconds", now);
  return { ok: false, message: "is neither Unix seconds nor milliseconds; write 2026-05-01T09:30:00Z" };
}

function readIso(text: string, now: Date): ImportTime {
  const parts = iso.exec(text);
  if (parts === null) {
    const message = /^\d{4}-\d{2}-\d{2}$/.test(text)
      ? "has no time of day and no zone; write 2026-05-01T09:30:00Z"
      : "is not a time; write 2026-05-01T09:30:00Z, or Unix seconds";
    return { ok: false, message };
  }
  const zone = parts[8];
  if (zone === undefined) {
    return { ok: false, message: "has no time zone; end it with Z or an offset such as +02:00" };
  }
  const [year, month, day, hour, minute, second] = parts
    .slice(1, 7)
    .map((part: string | undefined) => Number(part ?? "0"));
  const wall = Date.UTC(year ?? 0, (month ?? 0) - 1, day, hour, minute, second);
  // 30 February and 25 o'clock would roll over silently.
  const rolled = new Date(wall);
  const real =
    rolled.getUTCFullYear() === year &&
    rolled.getUTCMonth() + 1 === month &&
    rolled.getUTCDate() === day &&
    rolled.getUTCHours() === hour &&
    rolled.getUTCMinutes() === minute &&
    rolled.getUTCSeconds() === second;
  if (!real) return { ok: false, message: "names a day or time that does not exist" };
  const offset = offsetMinutes(zone);
  if (Math.abs(offset) > 14 * 60) return { ok: false, message: "has a zone that does not exist" };
  const fraction = Math.trunc(Number(`0.${parts[7] ?? "0"}`) * 1000);
  return within(wall + fraction - offset * 60_000, "iso", now);
}

function offsetMinutes(zone: string): number {
  const parts = /^([+-])(\d{2}):?(\d{2})$/.exec(zone);
  if (parts === null) return 0;
  return (parts[1] === "-" ? -1 : 1) * (Number(parts[2]) * 60 + Number(parts[3]));
}

function within(ms: number, unit: "iso" | "unix-seconds" | "unix-milliseconds", now: Date): ImportTime {
  const at = new Date(Math.trunc(ms));
  if (at.getTime() < earliestMs) {
    return { ok: false, message: `is ${at.toISOString()}, before WhatsApp served businesses (2018)` };
  }
  if (at.getTime() > now.getTime() + aheadMs) {
    return { ok: false, message: `is ${at.toISOString()}, more than 10 minutes ahead of now` };
  }
  return { ok: true, at, unit };
}
