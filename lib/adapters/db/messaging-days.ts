import { calendarDay } from "../../core/collection/plan-analytics-span.ts";
import type { MessagingDayReading } from "../../core/collection/graph-api-port.ts";
import type { Db } from "./open-database.ts";

/** Keeps the days of the business numbers that one answer named; a later reading replaces an earlier one. */
export async function upsertMessagingDays(
  db: Db,
  place: { organizationId: string; wabaId: string; observedAt: Date },
  days: readonly MessagingDayReading[],
): Promise<void> {
  if (days.length === 0) return;
  const rows = days.map(({ displayDigits, day, sent, delivered }) => ({
    display_digits: displayDigits,
    day: calendarDay(day),
    sent,
    delivered,
  }));
  await db.$executeRaw`
    insert into messaging_day (organization_id, waba_id, display_digits, day, sent, delivered, observed_at)
    select distinct on (r.display_digits, r.day) ${place.organizationId}, ${place.wabaId}, r.display_digits, r.day, r.sent,
      r.delivered, ${place.observedAt}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(display_digits text, day date, sent int, delivered int)
    on conflict (organization_id, waba_id, display_digits, day) do update set sent = excluded.sent,
      delivered = excluded.delivered, observed_at = excluded.observed_at`;
}

/** Bare digits of the WABA's present numbers, as Meta's analytics ask for them. */
export async function listDisplayDigits(
  db: Db,
  place: { organizationId: string; wabaId: string },
): Promise<string[]> {
  const rows = await db.$queryRaw<{ digits: string }[]>`
    select distinct regexp_replace(display_phone_number, '\\D', '', 'g') as digits from phone_number
    where organization_id = ${place.organizationId} and waba_id = ${place.wabaId} and missing_since is null
      and display_phone_number ~ '[0-9]'
    order by 1`;
  return rows.map((row) => row.digits);
}
