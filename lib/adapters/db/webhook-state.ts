import type { Db } from "./open-database.ts";

/** One announced value on its way into history. */
export interface HistoryRow {
  readonly kind: "portfolio" | "waba" | "template" | "phone-number";
  readonly subjectId: string;
  readonly id: string;
  readonly field: string;
  readonly from: string | null;
  readonly to: string | null;
  /** A state that holds until the next row of its field, not an event. */
  readonly holds: boolean;
  /** ISO text. */
  readonly occurredAt: string;
  /** ISO text. */
  readonly recordedAt: string;
  readonly deliveryId: string;
}

const columns = `r(kind text, "subjectId" text, id text, field text, "from" text, "to" text, holds boolean,
  "occurredAt" timestamptz, "recordedAt" timestamptz, "deliveryId" text)`;

/** Inserts announced values at their own times; those that are there already stay. */
export async function insertHistory(
  db: Db,
  organizationId: string,
  rows: readonly HistoryRow[],
): Promise<void> {
  const numbers = rows.filter(({ kind }) => kind === "phone-number");
  const assets = rows.filter(({ kind }) => kind !== "phone-number");
  if (numbers.length > 0) {
    await db.$executeRawUnsafe(
      `insert into phone_number_change (organization_id, phone_number_id, id, field, from_value, to_value, occurred_at,
         recorded_at, source, reference)
       select $1, r."subjectId", r.id, r.field, r."from", r."to", r."occurredAt", r."recordedAt", 'webhook', r."deliveryId"
       from jsonb_to_recordset($2::jsonb) as ${columns}
       on conflict (organization_id, phone_number_id, id) do nothing`,
      organizationId,
      JSON.stringify(numbers),
    );
  }
  if (assets.length > 0) {
    await db.$executeRawUnsafe(
      `insert into asset_change (organization_id, subject_kind, subject_id, id, field, from_value, to_value, occurred_at,
         recorded_at, source, reference)
       select $1, r.kind, r."subjectId", r.id, r.field, r."from", r."to", r."occurredAt", r."recordedAt", 'webhook',
         r."deliveryId"
       from jsonb_to_recordset($2::jsonb) as ${columns}
       on conflict (organization_id, subject_kind, subject_id, id) do nothing`,
      organizationId,
      JSON.stringify(assets),
    );
  }
}

/** Every WABA of a portfolio is told of the same change, within seconds. */
const sameNewsSeconds = 900;

/**
 * Says again what each announced state came from, after rows were inserted between others: the value before it in
 * time. A row whose value is the one before it confirms that and is no change. Of one portfolio's news, told by every
 * WABA, one row stays.
 */
export async function retellHistory(
  db: Db,
  organizationId: string,
  rows: readonly HistoryRow[],
): Promise<void> {
  const states = rows.filter(({ holds }) => holds);
  const keys = (kept: readonly HistoryRow[]) =>
    JSON.stringify([
      ...new Map(kept.map((row) => [`${row.kind} ${row.subjectId} ${row.field}`, row])).values(),
    ]);
  const numbers = states.filter(({ kind }) => kind === "phone-number");
  const assets = states.filter(({ kind }) => kind !== "phone-number");
  const portfolios = rows.filter(({ kind }) => kind === "portfolio");
  if (numbers.length > 0) {
    await db.$executeRawUnsafe(
      `with chain as (
         select c.phone_number_id, c.id, c.source, lag(c.to_value) over w as before, row_number() over w as place
         from jsonb_to_recordset($2::jsonb) as ${columns}
         join phone_number_change c on c.organization_id = $1 and c.phone_number_id = r."subjectId" and c.field = r.field
           and c.source <> 'import'
         window w as (partition by c.phone_number_id, c.field order by c.occurred_at, c.id)
       )
       update phone_number_change c set from_value = chain.before from chain
       where c.organization_id = $1 and c.phone_number_id = chain.phone_number_id and c.id = chain.id
         and chain.source = 'webhook' and chain.place > 1 and c.from_value is distinct from chain.before`,
      organizationId,
      keys(numbers),
    );
  }
  if (assets.length > 0) {
    await db.$executeRawUnsafe(
      `with chain as (
         select c.subject_kind, c.subject_id, c.id, c.source, lag(c.to_value) over w as before, row_number() over w as place
         from jsonb_to_recordset($2::jsonb) as ${columns}
         join asset_change c on c.organization_id = $1 and c.subject_kind = r.kind and c.subject_id = r."subjectId"
           and c.field = r.field and c.source <> 'import'
         window w as (partition by c.subject_kind, c.subject_id, c.field order by c.occurred_at, c.id)
       )
       update asset_change c set from_value = chain.before from chain
       where c.organization_id = $1 and c.subject_kind = chain.subject_kind and c.subject_id = chain.subject_id
         and c.id = chain.id and chain.source = 'webhook' and chain.place > 1
         and c.from_value is distinct from chain.before`,
      organizationId,
      keys(assets),
    );
  }
  if (portfolios.length > 0) {
    await db.$executeRawUnsafe(
      `with ordered as (
         select c.subject_id, c.id, c.field, c.from_value, c.to_value, c.occurred_at, c.source, r.holds,
           count(*) filter (where c.from_value is distinct from c.to_value)
             over (partition by c.subject_id, c.field order by c.occurred_at, c.id) as span
         from jsonb_to_recordset($2::jsonb) as ${columns}
         join asset_change c on c.organization_id = $1 and c.subject_kind = 'portfolio' and c.subject_id = r."subjectId"
           and c.field = r.field and c.source <> 'import'
       ), compared as (
         select *,
           min(occurred_at) filter (where source = 'webhook')
             over (partition by subject_id, field, span order by occurred_at, id rows unbounded preceding) as told_at,
           row_number() over (partition by subject_id, field, span, source order by occurred_at, id) as place,
           max(occurred_at) over (partition by subject_id, field, from_value, to_value order by occurred_at, id
             rows between unbounded preceding and 1 preceding) as same_before
         from ordered
       )
       delete from asset_change c using compared p
       where c.organization_id = $1 and c.subject_kind = 'portfolio' and c.subject_id = p.subject_id and c.id = p.id
         and p.source = 'webhook' and case when p.holds
           then p.place > 1 and p.occurred_at <= p.told_at + make_interval(secs => ${sameNewsSeconds})
           else p.occurred_at <= p.same_before + make_interval(secs => ${sameNewsSeconds}) end`,
      organizationId,
      keys(portfolios),
    );
  }
}

/** Takes back what these deliveries told of these WABAs: a replay tells it anew. */
export async function dropHistoryOf(
  db: Db,
  organizationId: string,
  deliveryIds: readonly string[],
  wabaIds: readonly string[],
): Promise<void> {
  await db.$executeRaw`
    with subjects as (
      select 'waba' as kind, id from waba where organization_id = ${organizationId} and id = any(${[...wabaIds]}::text[])
      union select 'portfolio', portfolio_id from waba
        where organization_id = ${organizationId} and id = any(${[...wabaIds]}::text[])
      union select 'template', id from message_template
        where organization_id = ${organizationId} and waba_id = any(${[...wabaIds]}::text[])
    )
    delete from asset_change c using subjects s
    where c.organization_id = ${organizationId} and c.subject_kind = s.kind and c.subject_id = s.id
      and c.source = 'webhook' and c.reference = any(${[...deliveryIds]}::text[])`;
  await db.$executeRaw`
    delete from phone_number_change c using phone_number n
    where n.organization_id = ${organizationId} and n.waba_id = any(${[...wabaIds]}::text[])
      and c.organization_id = ${organizationId} and c.phone_number_id = n.id
      and c.source = 'webhook' and c.reference = any(${[...deliveryIds]}::text[])`;
}

export interface AnnouncedRestriction {
  readonly wabaId: string;
  readonly type: string;
  /** ISO text; null: it does not lift by itself. */
  readonly until: string | null;
  /** ISO text. */
  readonly announcedAt: string;
}

/** Of each kind of restriction the one announced last stays, in whatever order they come in; ended ones go in time. */
export async function storeRestrictions(
  db: Db,
  organizationId: string,
  restrictions: readonly AnnouncedRestriction[],
): Promise<void> {
  if (restrictions.length === 0) return;
  await db.$executeRaw`
    with told as (
      select r."wabaId" as waba_id, r."type", r."until", r."announcedAt"
      from jsonb_to_recordset(${JSON.stringify(restrictions)}::jsonb)
        as r("wabaId" text, "type" text, "until" text, "announcedAt" text)
    ), present as (
      select w.id as waba_id, k."type", k."until", k."announcedAt"
      from waba w cross join lateral jsonb_to_recordset(w.restrictions)
        as k("type" text, "until" text, "announcedAt" text)
      where w.organization_id = ${organizationId} and w.id in (select waba_id from told)
    ), newest as (
      select distinct on (waba_id, "type") * from (select * from told union all select * from present) every_one
      order by waba_id, "type", "announcedAt"::timestamptz desc, "until"::timestamptz desc nulls first
    ), merged as (
      select waba_id, coalesce(jsonb_agg(jsonb_build_object('type', "type", 'until', "until", 'announcedAt', "announcedAt")
        order by "type"), '[]') as list
      from newest group by waba_id
    )
    update waba w set restrictions = merged.list from merged
    where w.organization_id = ${organizationId} and w.id = merged.waba_id and w.restrictions <> merged.list`;
}

/** Seconds between two notes that webhooks still come in: a storm must not write the same row all the time. */
const noteEverySeconds = 30;

/**
 * Notes when webhooks about WABAs came in. One about the account, its numbers or templates shows that changes are
 * announced again. A row that a poll holds at the moment is left for the next webhook, except to end a silence.
 */
export async function noteWebhooksHeard(
  db: Db,
  organizationId: string,
  heard: readonly { wabaId: string; at: string; aboutAccount: boolean }[],
): Promise<void> {
  const notes = JSON.stringify(heard);
  await db.$executeRaw`
    with free as (
      select w.id, r.at from jsonb_to_recordset(${notes}::jsonb) as r("wabaId" text, at timestamptz)
      join waba w on w.organization_id = ${organizationId} and w.id = r."wabaId"
      where w.last_webhook_at is null or w.last_webhook_at < r.at - make_interval(secs => ${noteEverySeconds})
      order by w.id for update of w skip locked
    )
    update waba w set last_webhook_at = free.at from free
    where w.organization_id = ${organizationId} and w.id = free.id`;
  if (!heard.some(({ aboutAccount }) => aboutAccount)) return;
  await db.$executeRaw`
    update waba w set unannounced_changes = 0
    from jsonb_to_recordset(${notes}::jsonb) as r("wabaId" text, "aboutAccount" boolean)
    where w.organization_id = ${organizationId} and w.id = r."wabaId" and r."aboutAccount"
      and w.unannounced_changes > 0`;
}
