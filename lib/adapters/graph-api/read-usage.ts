import { z } from "zod";
import type { GraphUsage } from "../../core/collection/graph-api-port.ts";

const load = z.looseObject({
  call_count: z.number().optional(),
  total_cputime: z.number().optional(),
  total_time: z.number().optional(),
  estimated_time_to_regain_access: z.number().optional(),
});
const businessUsage = z.record(z.string(), z.array(load));

/**
 * Meta's two usage headers, each a JSON text of percentages, folded into the highest figure. A header that cannot be
 * read is ignored: it must never stop a poll.
 */
export function readUsage(headers: Readonly<Record<string, string | string[] | undefined>>): GraphUsage {
  const loads: z.infer<typeof load>[] = [];
  const business = parse(businessUsage, headers["x-business-use-case-usage"]);
  if (business !== null) loads.push(...Object.values(business).flat());
  const app = parse(load, headers["x-app-usage"]);
  if (app !== null) loads.push(app);
  const percents = loads
    .flatMap((item) => [item.call_count, item.total_cputime, item.total_time])
    .filter((value) => value !== undefined);
  const waits = loads.map((item) => item.estimated_time_to_regain_access ?? 0);
  const wait = Math.max(0, ...waits);
  return {
    percent: percents.length === 0 ? null : Math.max(...percents),
    regainAccessMinutes: wait === 0 ? null : wait,
  };
}

/** The tighter of two readings: a round keeps its worst. */
export function worseUsage(a: GraphUsage, b: GraphUsage): GraphUsage {
  const max = (x: number | null, y: number | null) => (x === null ? y : y === null ? x : Math.max(x, y));
  return {
    percent: max(a.percent, b.percent),
    regainAccessMinutes: max(a.regainAccessMinutes, b.regainAccessMinutes),
  };
}

export const noUsage: GraphUsage = { percent: null, regainAccessMinutes: null };

function parse<T>(shape: z.ZodType<T>, header: string | string[] | undefined): T | null {
  if (typeof header !== "string") return null;
  try {
    const parsed = shape.safeParse(JSON.parse(header));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
