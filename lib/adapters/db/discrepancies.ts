import {
  announcedFields,
  longestStretchMs,
  type Difference,
  type PolledChange,
} from "../../core/collection/discrepancy.ts";
import type { Db } from "./open-database.ts";

/** A change that a poll found in a field that Meta announces, with what webhooks said of it. */
export interface PolledChangeRow extends PolledChange {
  readonly organizationId: string;
  readonly id: string;
  readonly connectionId: string;
  readonly wabaId: string;
  readonly subjectKind: string;
  readonly subjectId: string;
  readonly field: string;
  readonly pollValue: string;
}

/** Of a name's states, those that a decision of Meta's leads to; the others follow from what people hand in. */
const decidedNames = ["APPROVED", "DECLINED"];

/**
 * Changes found by polls since `from` that are not judged yet and that no webhook told, of every organization. Only WABAs from which webhooks may
 * be expected: our app is subscribed, or one came before. What belongs to a portfolio stands with its first WABA.
 */
export async function listPolledChanges(
  db: Db,
  range: { from: Date; until: Date; limit: number },
): Promise<PolledChangeRow[]> {
  const { from, until } = range;
  return db.$queryRaw<PolledChangeRow[]>`
    with heard as (
      select w.organization_id, w.id, w.portfolio_id, w.connection_id, c.poll_interval_seconds
      from waba w join connection c on c.organization_id = w.organization_id and c.id = w.connection_id
      where w.state = 'visible' and c.state = 'active' and (w.subscribed or w.last_webhook_at is not null)
    ), asset as (
      select a.organization_id, a.subject_kind, a.subject_id, a.id, a.field, a.from_value, a.to_value, a.not_before,
        a.occurred_at,
        case a.subject_kind
          when 'waba' then a.subject_id
          when 'template' then (select t.waba_id from message_template t
            where t.organization_id = a.organization_id and t.id = a.subject_id)
          else (select min(h.id) from heard h
            where h.organization_id = a.organization_id and h.portfolio_id = a.subject_id) end as waba_id
      from organization o join asset_change a on a.organization_id = o.id
      where a.occurred_at >= ${from} and a.occurred_at <= ${until} and a.source = 'poll' and (
        a.subject_kind = 'template' and a.field = any(${[...announcedFields.template]}::text[])
        or a.subject_kind = 'portfolio' and a.field = any(${[...announcedFields.portfolio]}::text[])
        or a.subject_kind = 'waba' and a.field = any(${[...announcedFields.waba]}::text[]))
    ), number as (
      select n.organization_id, 'phone-number' as subject_kind, n.id as subject_id, c.id, c.field, c.from_value,
        c.to_value, c.not_before, c.occurred_at, n.waba_id
      from phone_number n
      join phone_number_change c on c.organization_id = n.organization_id and c.phone_number_id = n.id
        and c.field = any(${[...announcedFields["phone-number"]]}::text[])
        and c.occurred_at >= ${from} and c.occurred_at <= ${until} and c.source = 'poll'
      where c.to_value = any(${decidedNames}::text[])
    ), polled as (
      select p.*, h.connection_id, h.poll_interval_seconds,
        greatest(p.occurred_at - p.not_before, make_interval(secs => h.poll_interval_seconds)) as grace
      from (select * from asset union all select * from number) p
      join heard h on h.organization_id = p.organization_id and h.id = p.waba_id
      where p.not_before is not null and p.from_value is not null and p.to_value is not null
        and not exists (select 1 from discrepancy d where d.organization_id = p.organization_id and d.id = p.id)
        and p.occurred_at - p.not_before <= make_interval(secs => ${longestStretchMs / 1000})
    ), told as (
      select p.organization_id, p.id, w.to_value, w.occurred_at, w.to_value = p.to_value as agrees,
        w.occurred_at > p.not_before and w.occurred_at <= p.occurred_at as is_between
      from polled p cross join lateral (
        select a.to_value, a.occurred_at from asset_change a
        where a.organization_id = p.organization_id and a.subject_kind = p.subject_kind and a.subject_id = p.subject_id
          and a.field = p.field and a.source = 'webhook'
          and a.occurred_at >= p.not_before - p.grace and a.occurred_at <= p.occurred_at + p.grace
        union all
        select n.to_value, n.occurred_at from phone_number_change n
        where p.subject_kind = 'phone-number' and n.organization_id = p.organization_id
          and n.phone_number_id = p.subject_id and n.field = p.field and n.source = 'webhook'
          and n.occurred_at >= p.not_before - p.grace and n.occurred_at <= p.occurred_at + p.grace
      ) w
    ), said as (
      select organization_id, id, bool_or(agrees) as agreed,
        (array_agg(to_value order by occurred_at desc) filter (where is_between))[1] as newest
      from told group by organization_id, id
    )
    select p.organization_id as "organizationId", p.id, p.connection_id as "connectionId", p.waba_id as "wabaId",
      p.subject_kind as "subjectKind", p.subject_id as "subjectId", p.field, p.to_value as "pollValue",
      p.not_before as "notBefore", p.occurred_at as "occurredAt", p.poll_interval_seconds as "pollIntervalSeconds",
      false as "webhookTold", s.newest as "webhookValue"
    from polled p left join said s on s.organization_id = p.organization_id and s.id = p.id
    where s.agreed is not true
    order by p.occurred_at, p.id limit ${range.limit}`;
}

export interface NewDiscrepancy extends PolledChangeRow {
  readonly kind: Difference;
}

/**
 * Keeps differences once, under the id of the poll's change, and counts those that no webhook told as long as none about
 * the account has come since.
 *
 * @returns how many are new.
 */
export async function insertDiscrepancies(
  db: Db,
  recordedAt: Date,
  differences: readonly NewDiscrepancy[],
): Promise<number> {
  if (differences.length === 0) return 0;
  const inserted = await db.$queryRaw<{ organization_id: string; id: string }[]>`
    insert into discrepancy (organization_id, id, connection_id, waba_id, subject_kind, subject_id, field, kind,
      poll_value, webhook_value, occurred_at, recorded_at)
    select r."organizationId", r.id, r."connectionId", r."wabaId", r."subjectKind", r."subjectId", r.field, r.kind,
      r."pollValue", r."webhookValue", r."occurredAt", ${recordedAt}
    from jsonb_to_recordset(${JSON.stringify(differences)}::jsonb) as r("organizationId" text, id text,
      "connectionId" text, "wabaId" text, "subjectKind" text, "subjectId" text, field text, kind text,
      "pollValue" text, "webhookValue" text, "occurredAt" timestamptz)
    on conflict (organization_id, id) do nothing
    returning organization_id, id`;
  if (inserted.length === 0) return 0;
  await db.$executeRaw`
    with silent as (
      select d.organization_id, d.waba_id, count(*)::int as changes
      from jsonb_to_recordset(${JSON.stringify(inserted)}::jsonb) as r(organization_id text, id text)
      join discrepancy d on d.organization_id = r.organization_id and d.id = r.id
      where d.kind = 'unannounced' and not exists (select 1 from webhook_event e
        where e.organization_id = d.organization_id and e.waba_id = d.waba_id and e.occurred_at > d.occurred_at)
      group by d.organization_id, d.waba_id
    )
    update waba w set unannounced_changes = w.unannounced_changes + s.changes from silent s
    where w.organization_id = s.organization_id and w.id = s.waba_id`;
  return inserted.length;
}
