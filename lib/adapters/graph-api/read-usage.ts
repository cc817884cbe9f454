import { z } from "zod";
import type { GraphUsage } from "../../core/collection/graph-api-port.ts";

const load = z.looseObject({
  call_count: z.number().nullish(),
  total_cputime: z.number().nullish(),
  total_time: z.number().nullish(),
  estimated_time_to_regain_access: z.number().nullish(),
});
type Load = z.infer<typeof load>;
const businessUsage = z.record(z.string(), z.array(load));

/** Meta's clock has whole seconds and its answer was under way; less than this is no difference. */
const skewFromSeconds = 60;

type Headers = Readonly<Record<string, string | string[] | undefined>>;

/**
 * What stands in an answer's headers: the two usage headers, each a JSON text of percentages, folded into the highest
 * figure of all entries, and how far Meta's clock is from ours. A header that cannot be read is counted and otherwise
 * ignored: it must never stop a poll.
 *
 * @param now our clock when the answer came
 */
export function readUsage(headers: Headers, now: Date): GraphUsage {
  const business = parse(businessUsage, headers["x-business-use-case-usage"]);
  const app = parse(load, headers["x-app-usage"]);
  const loads: Load[] = [...Object.values(business.value ?? {}).flat(), ...(app.value ? [app.value] : [])];
  const percents = loads
    .flatMap((item) => [item.call_count, item.total_cputime, item.total_time])
    .filter((value) => typeof value === "number");
  const waits = loads.map((item) => item.estimated_time_to_regain_access ?? 0);
  const wait = Math.max(0, ...waits);
  return {
    percent: percents.length === 0 ? null : Math.max(...percents),
    regainAccessMinutes: wait === 0 ? null : wait,
    unreadable: Number(business.unreadable) + Number(app.unreadable),
    clockSkewSeconds: readSkew(headers["date"], now),
  };
}

/** The tighter of two readings: a round keeps its worst. */
export function worseUsage(a: GraphUsage, b: GraphUsage): GraphUsage {
  const max = (x: number | null, y: number | null) => (x === null ? y : y === null ? x : Math.max(x, y));
  return {
    percent: max(a.percent, b.percent),
    regainAccessMinutes: max(a.regainAccessMinutes, b.regainAccessMinutes),
    unreadable: a.unreadable + b.unreadable,
    clockSkewSeconds: widerSkew(a.clockSkewSeconds, b.clockSkewSeconds),
  };
}

export const noUsage: GraphUsage = {
  percent: null,
  regainAccessMinutes: null,
  unreadable: 0,
  clockSkewSeconds: null,
};

function widerSkew(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  if (Math.abs(a) === Math.abs(b)) return Math.max(a, b);
  return Math.abs(a) > Math.abs(b) ? a : b;
}

function readSkew(header: string | string[] | undefined, now: Date): number | null {
  const theirs = typeof header === "string" ? Date.parse(header) : Number.NaN;
  if (Number.isNaN(theirs)) return null;
  const seconds = Math.round((theirs - now.getTime()) / 1000);
  return Math.abs(seconds) > skewFromSeconds ? seconds : null;
}

function parse<T>(
  shape: z.ZodType<T>,
  header: string | string[] | undefined,
): { value: T | null; unreadable: boolean } {
  if (header === undefined) return { value: null, unreadable: false };
  if (typeof header !== "string") return { value: null, unreadable: true };
  try {
    const parsed = shape.safeParse(JSON.parse(header));
    return parsed.success ? { value: parsed.data, unreadable: false } : { value: null, unreadable: true };
  } catch {
    return { value: null, unreadable: true };
  }
}
