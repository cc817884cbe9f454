import { z } from "zod";
import type { DaySpan, GraphAnswer, PricingDayReading } from "../../core/collection/graph-api-port.ts";
import type { GraphSession } from "./graph-session.ts";
import { figure, list, readEach, readInstant, unixSeconds, word } from "./lenient.ts";

const dimensions = ["COUNTRY", "PRICING_CATEGORY", "PRICING_TYPE", "TIER"];

/** Volume and cost a day, country, category, type and tier, for the whole WABA. */
export async function readPricingAnalytics(
  session: GraphSession,
  wabaId: string,
  span: DaySpan,
): Promise<GraphAnswer<readonly PricingDayReading[]>> {
  const from = unixSeconds(span.from);
  const to = unixSeconds(span.to);
  const fields = `pricing_analytics.start(${from}).end(${to}).granularity(DAILY).dimensions(${JSON.stringify(dimensions)})`;
  const answer = await session.call({ path: wabaId, query: { fields } });
  return answer.ok ? session.answered(readPricingDays(answer.body)) : session.failed(answer.trouble);
}

const pricing = z.looseObject({ pricing_analytics: z.looseObject({ data: list }) });
const group = z.looseObject({ data_points: list });
const point = z.looseObject({
  start: word,
  country: word,
  pricing_category: word,
  pricing_type: word,
  tier: word,
  volume: figure,
  cost: figure,
});

/** A dimension that a point does not state is an empty text. Points that differ in nothing are one, summed. */
export function readPricingDays(raw: unknown): PricingDayReading[] {
  const parsed = pricing.safeParse(raw);
  if (!parsed.success) return [];
  const groups = readEach(parsed.data.pricing_analytics.data, group);
  const byKey = new Map<string, PricingDayReading>();
  for (const each of groups.flatMap((one) => readEach(one.data_points, point))) {
    const day = readInstant(each.start);
    if (day === null) continue;
    const names = {
      country: each.country ?? "",
      category: each.pricing_category ?? "",
      pricingType: each.pricing_type ?? "",
      tier: each.tier ?? "",
    };
    const key = JSON.stringify([day, names]);
    const before = byKey.get(key);
    byKey.set(key, {
      day,
      ...names,
      volume: sum(before?.volume ?? null, each.volume),
      cost: sum(before?.cost ?? null, each.cost),
    });
  }
  return [...byKey.values()];
}

function sum(a: number | null, b: number | null): number | null {
  return a === null ? b : b === null ? a : a + b;
}
