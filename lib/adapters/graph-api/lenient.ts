import { z } from "zod";

/**
 * Meta's values, read leniently: every one may be missing, null, a number for a string, or a word nobody has
 * documented. Nothing here throws, and nothing maps an unknown word to a known one.
 */
export const word = z
  .union([z.string(), z.number(), z.boolean()])
  .transform((value) => String(value))
  .nullable()
  .catch(null)
  .default(null);

/** The only thing that is required. A number beyond 2^53 has lost digits already, so it names nobody. */
export const id = z.union([z.string().min(1), z.int()]).transform((value) => String(value));

/** A figure, also as text. */
export const figure = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^-?\d{1,15}(\.\d+)?$/)
      .transform(Number),
  ])
  .nullable()
  .catch(null)
  .default(null);

export const flag = z
  .union([z.boolean(), z.enum(["true", "false"]).transform((text) => text === "true")])
  .nullable()
  .catch(null)
  .default(null);

/** A list of whatever; empty when it is none. */
export const list = z.array(z.unknown()).catch([]).default([]);

/** Of a list, what has the shape. */
export function readEach<T>(rows: readonly unknown[], shape: z.ZodType<T>): T[] {
  return rows.flatMap((row) => {
    const parsed = shape.safeParse(row);
    return parsed.success ? [parsed.data] : [];
  });
}

export const qualityScore = z
  .looseObject({ score: word, date: word, reasons: list })
  .nullable()
  .catch(null)
  .default(null);

export const healthStatus = z.looseObject({ can_send_message: word }).nullable().catch(null).default(null);

const metaIso = /^(\d{4}-\d{2}-\d{2}T[\d:.]+)(?:Z|([+-]\d{2}):?(\d{2}))$/;
/** The end of the year 9999: a larger number is not in seconds, and no database or screen could take it. */
const lastSecond = 253_402_300_799;

/** Unix seconds, or an ISO text with Meta's colon-less offset. Null when unreadable. */
export function readInstant(raw: string | null): Date | null {
  if (raw === null) return null;
  if (/^\d+$/.test(raw)) return Number(raw) > lastSecond ? null : new Date(Number(raw) * 1000);
  const iso = metaIso.exec(raw);
  if (iso === null) return null;
  const date = new Date(`${iso[1] ?? ""}${iso[2] === undefined ? "Z" : `${iso[2]}:${iso[3] ?? ""}`}`);
  return Number.isNaN(date.getTime()) ? null : date;
}

/** As `readInstant`, for the ends that Meta writes as 0 when there is none. */
export function readEnd(raw: string | null): Date | null {
  return raw === "0" ? null : readInstant(raw);
}

export function unixSeconds(instant: Date): number {
  return Math.floor(instant.getTime() / 1000);
}
