import { calendarDay } from "../../core/collection/plan-analytics-span.ts";
import type { PricingDayReading } from "../../core/collection/graph-api-port.ts";
import type { Db } from "./open-database.ts";

/** Keeps the priced messages of the days that one answer named; a later reading replaces an earlier one. */
export async function upsertPricingDays(
  db: Db,
  place: { organizationId: string; wabaId: string; observedAt: Date },
  days: readonly PricingDayReading[],
): Promise<void> {
  if (days.length === 0) return;
  const rows = days.map(({ day, country, category, pricingType, tier, volume, cost }) => ({
    day: calendarDay(day),
    country,
    category,
    pricing_type: pricingType,
    tier,
    volume,
    cost,
  }));
  await db.$executeRaw`
    insert into pricing_day (organization_id, waba_id, day, country, category, pricing_type, tier, volume, cost,
      observed_at)
    select distinct on (r.day, r.country, r.category, r.pricing_type, r.tier) ${place.organizationId}, ${place.wabaId},
      r.day, r.country, r.category, r.pricing_type, r.tier, r.volume, r.cost, ${place.observedAt}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(day date, country text, category text,
      pricing_type text, tier text, volume int, cost float8)
    on conflict (organization_id, waba_id, day, country, category, pricing_type, tier) do update set
      volume = excluded.volume, cost = excluded.cost, observed_at = excluded.observed_at`;
}
