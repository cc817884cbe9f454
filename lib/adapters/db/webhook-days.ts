import type { Db } from "./open-database.ts";

/** What one batch adds to a day's counts. */
export interface WebhookDayCount {
  readonly wabaId: string;
  /** "2026-11-22", the UTC day of receipt. */
  readonly day: string;
  readonly field: string;
  readonly events: number;
  readonly duplicates: number;
  readonly late: number;
  readonly longestLateSeconds: number;
  readonly broken: number;
  /** ISO text. */
  readonly lastReceivedAt: string;
}

/** Adds to the counts, in one statement; one row a WABA, day and field. */
export async function addWebhookDays(
  db: Db,
  organizationId: string,
  counts: readonly WebhookDayCount[],
): Promise<void> {
  if (counts.length === 0) return;
  await db.$executeRaw`
    insert into webhook_day as d (organization_id, waba_id, day, field, event_count, duplicate_count, late_count,
      longest_late_seconds, broken_count, last_received_at)
    select ${organizationId}, r."wabaId", r."day", r."field", r."events", r."duplicates", r."late",
      r."longestLateSeconds", r."broken", r."lastReceivedAt"
    from jsonb_to_recordset(${JSON.stringify(counts)}::jsonb) as r("wabaId" text, "day" date, "field" text,
      "events" int, "duplicates" int, "late" int, "longestLateSeconds" int, "broken" int,
      "lastReceivedAt" timestamptz)
    order by 2, 3, 4
    on conflict (organization_id, waba_id, day, field) do update set
      event_count = d.event_count + excluded.event_count,
      duplicate_count = d.duplicate_count + excluded.duplicate_count, late_count = d.late_count + excluded.late_count,
      longest_late_seconds = greatest(d.longest_late_seconds, excluded.longest_late_seconds),
      broken_count = d.broken_count + excluded.broken_count,
      last_received_at = greatest(d.last_received_at, excluded.last_received_at)`;
}
