import type { ComparableTemplate } from "../../core/collection/choose-comparisons.ts";
import type { TemplateDayReading } from "../../core/collection/graph-api-port.ts";
import type { Db } from "./open-database.ts";

/** States in which a template has never been sent, or was not for long: no figures are asked for. */
const unsentStates = ["PENDING", "REJECTED", "IN_APPEAL", "LIMIT_EXCEEDED", "DELETED"];

/** A template whose figures are to be read, and what is known of its days. */
export interface TemplateToRead {
  readonly templateId: string;
  /** The first day that is not settled; null when all are, or none is known. */
  readonly unsettled: Date | null;
  /** The newest day known; null: none. */
  readonly newest: Date | null;
}

/**
 * The templates of a WABA whose figures up to yesterday were not read since: those read before first, then those that
 * are new.
 */
export async function listTemplatesToRead(
  db: Db,
  place: { organizationId: string; wabaId: string; today: Date },
  limit: number,
): Promise<TemplateToRead[]> {
  const rows = await db.$queryRaw<{ id: string; unsettled: Date | null; newest: Date | null }[]>`
    select t.id, min(d.day) filter (where not d.settled) as unsettled, max(d.day) as newest
    from message_template t
    left join template_day d on d.organization_id = t.organization_id and d.template_id = t.id
    where t.organization_id = ${place.organizationId} and t.waba_id = ${place.wabaId} and t.missing_since is null
      and not (coalesce(t.status, '') = any(${unsentStates}::text[]))
    group by t.id
    having max(d.day) is null or max(d.day) < ${isoDay(place.today)}::date - 1
    order by max(d.day) is null, min(d.day) filter (where not d.settled), t.id
    limit ${limit}`;
  return rows.map(({ id, unsettled, newest }) => ({ templateId: id, unsettled, newest }));
}

/**
 * Keeps the figures of the templates that were asked for. A template without an entry for yesterday gets one that says
 * nothing, so that it is not asked for again today: nothing told is not zero.
 *
 * @param openFrom days from here on may still grow; earlier ones within the span are settled.
 */
export async function storeTemplateDays(
  db: Db,
  place: { organizationId: string; wabaId: string; observedAt: Date },
  asked: { templateIds: readonly string[]; from: Date; to: Date; openFrom: Date },
  days: readonly TemplateDayReading[],
): Promise<void> {
  const rows = days.map((day) => ({
    template_id: day.templateId,
    day: isoDay(day.day),
    sent: day.sent,
    delivered: day.delivered,
    read: day.read,
    clicked: day.clicked,
    cost: day.cost,
  }));
  await db.$executeRaw`
    insert into template_day (organization_id, template_id, day, waba_id, sent, delivered, read, clicked, cost,
      observed_at, settled)
    select ${place.organizationId}, r.template_id, r.day, ${place.wabaId}, r.sent, r.delivered, r.read,
      coalesce(r.clicked, '[]'), coalesce(r.cost, '[]'), ${place.observedAt}, r.day < ${isoDay(asked.openFrom)}::date
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(template_id text, day date, sent int, delivered int,
      read int, clicked jsonb, cost jsonb)
    on conflict (organization_id, template_id, day) do update set waba_id = excluded.waba_id, sent = excluded.sent,
      delivered = excluded.delivered, read = excluded.read, clicked = excluded.clicked, cost = excluded.cost,
      observed_at = excluded.observed_at, settled = excluded.settled`;
  await db.$executeRaw`
    insert into template_day (organization_id, template_id, day, waba_id, clicked, cost, observed_at, settled)
    select ${place.organizationId}, t.id, ${isoDay(asked.to)}::date - 1, ${place.wabaId}, '[]', '[]', ${place.observedAt}, false
    from unnest(${[...asked.templateIds]}::text[]) as t(id)
    on conflict (organization_id, template_id, day) do nothing`;
  await db.$executeRaw`
    update template_day set settled = true
    where organization_id = ${place.organizationId} and template_id = any(${[...asked.templateIds]}::text[])
      and day >= ${isoDay(asked.from)}::date and day < ${isoDay(asked.openFrom)}::date and not settled`;
}

/** The templates of a WABA with their sends in each of Meta's comparison windows; null where no day is known. */
export async function listComparableTemplates(
  db: Db,
  place: { organizationId: string; wabaId: string; today: Date },
): Promise<ComparableTemplate[]> {
  const rows = await db.$queryRaw<RawComparable[]>`
    select t.id, t.category, t.status, t.ranked_score,
      sum(d.sent) filter (where d.day >= ${isoDay(place.today)}::date - 7)::int as sends_7,
      sum(d.sent) filter (where d.day >= ${isoDay(place.today)}::date - 30)::int as sends_30,
      sum(d.sent) filter (where d.day >= ${isoDay(place.today)}::date - 60)::int as sends_60,
      sum(d.sent) filter (where d.day >= ${isoDay(place.today)}::date - 90)::int as sends_90
    from message_template t
    left join template_day d on d.organization_id = t.organization_id and d.template_id = t.id
      and d.day >= ${isoDay(place.today)}::date - 90
    where t.organization_id = ${place.organizationId} and t.waba_id = ${place.wabaId} and t.missing_since is null
    group by t.id, t.category, t.status, t.ranked_score`;
  return rows.map((row) => ({
    id: row.id,
    category: row.category,
    status: row.status,
    rankedScore: row.ranked_score,
    sends: { 7: row.sends_7, 30: row.sends_30, 60: row.sends_60, 90: row.sends_90 },
  }));
}

interface RawComparable {
  id: string;
  category: string | null;
  status: string | null;
  ranked_score: string | null;
  sends_7: number | null;
  sends_30: number | null;
  sends_60: number | null;
  sends_90: number | null;
}

/** As text, since the database would read an instant as a day by its own time zone. */
function isoDay(day: Date): string {
  return day.toISOString().slice(0, 10);
}
