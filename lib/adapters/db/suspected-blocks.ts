import { Prisma } from "./generated/client.ts";
import type { Db } from "./open-database.ts";

/** How far back a number's stretches of silence are looked at, and how much earlier a contact must have been reached. */
const stretchDays = 42;
const reachedDays = 90;
/** Silences that began longer ago are not judged any more. */
const candidateDays = 21;
const suspicionsLock = 7_415_005;

export async function lockSuspicions(db: Db, organizationId: string): Promise<boolean> {
  const [row] = await db.$queryRaw<{ mine: boolean }[]>`
    select pg_try_advisory_xact_lock(${suspicionsLock}::int, hashtext(${organizationId})) as mine`;
  return row?.mine ?? false;
}

/** Every number that sent anything that was counted. */
export async function listSendingNumbers(
  db: Db,
): Promise<{ organizationId: string; phoneNumberId: string }[]> {
  return db.$queryRaw`
    select organization_id as "organizationId", key as "phoneNumberId" from cell_value
    where dimension = 'number' order by 1, 2`;
}

/** A silence that goes on. Contacts are hexadecimal, times ISO. */
export interface SilentContact {
  readonly contact: string;
  readonly keyVersion: number | null;
  /** The first message without an answer. */
  readonly firstId: string;
  readonly firstAt: string;
  readonly lastSignAt: string;
  readonly deliveredBefore: number;
  readonly messages: number;
  readonly had131026: boolean;
}

export interface StretchRow {
  readonly sort: "silent" | "failed-131026";
  readonly entryDay: number;
  readonly lastDay: number;
  readonly hasEnded: boolean;
  readonly count: number;
}

export interface Silences {
  readonly stretches: StretchRow[];
  readonly candidates: SilentContact[];
  /** For how long people were written to after a message had got through, summed over them, in years. */
  readonly contactYears: number;
}

/**
 * The silences of one number: those that began in the last six weeks and lasted over 48 hours as counts, and those that
 * go on and began in the last three weeks one by one.
 *
 * A silence is the run of messages between two signs of life (a message that was delivered or read, also one sent earlier).
 * Messages that Meta refused for another reason than 131026 say nothing about the contact. Only contacts with a message
 * that got no answer within 48 hours are looked at, so the cost follows the messages of six weeks on this number.
 */
export async function findSilences(
  db: Db,
  organizationId: string,
  phoneNumberId: string,
  now: Date,
): Promise<Silences> {
  const [row] = await db.$queryRaw<
    { stretches: string | null; candidates: string | null; contactYears: number }[]
  >`
    with person as materialized (
      select e.contact, min(${sign("e")}) as reached_at, max(e.occurred_at) as last_at,
        bool_or(e.occurred_at < ${now}::timestamptz - interval '48 hours'
          and (${sign("e")} is null or ${sign("e")} > e.occurred_at + interval '48 hours')
          and (e.failed_at is null or e.error_code = 131026 or ${sign("e")} is not null)) as fell_silent
      from exposure e
      where e.organization_id = ${organizationId} and e.phone_number_id = ${phoneNumberId}
        and e.occurred_at >= ${now}::timestamptz - make_interval(days => ${stretchDays}::int)
        and e.occurred_at <= ${now} and e.contact is not null
      group by e.contact
    ), message as materialized (
      select x.contact, x.contact_key_version, x.id, x.occurred_at, ${sign("x")} as sign_at,
        case when x.error_code = 131026 and ${sign("x")} is null then coalesce(x.failed_at, x.occurred_at) end
          as refused_at
      from person p
      join exposure x on x.organization_id = ${organizationId} and x.contact = p.contact
        and x.occurred_at >= ${now}::timestamptz - make_interval(days => ${stretchDays + reachedDays}::int)
        and x.occurred_at <= ${now}
      where p.fell_silent and x.phone_number_id = ${phoneNumberId}
        and (x.failed_at is null or x.error_code = 131026 or ${sign("x")} is not null)
    ), happening as (
      select contact, contact_key_version, id, occurred_at as at, false as is_sign, refused_at from message
      union all
      select contact, null, null, sign_at, true, null from message where sign_at is not null
    ), placed as (
      select h.*,
        min(at) filter (where is_sign) over (partition by contact order by at, is_sign, id
          rows between 1 following and unbounded following) as ended_at,
        max(at) filter (where is_sign) over before as last_sign_at,
        count(*) filter (where is_sign) over before as signs_before
      from happening h
      window before as (partition by contact order by at, is_sign, id
        rows between unbounded preceding and current row)
    ), stretch as (
      select contact, ended_at, min(at) as first_at, (array_agg(id order by at, id))[1] as first_id,
        (array_agg(contact_key_version order by at, id))[1] as key_version, (array_agg(at order by at, id))[2] as second_at,
        min(refused_at) as refused_at, count(*)::int as messages,
        (array_agg(last_sign_at order by at, id))[1] as last_sign_at, min(signs_before)::int as delivered_before
      from placed where not is_sign
      group by contact, ended_at
    ), qualified as (
      select s.*, coalesce(ended_at, ${now}) as last_at,
        greatest(first_at + interval '48 hours', least(second_at, refused_at)) as entry_at
      from stretch s
      where delivered_before > 0 and last_sign_at > first_at - make_interval(days => ${reachedDays}::int)
        and first_at >= ${now}::timestamptz - make_interval(days => ${stretchDays}::int)
        and (second_at is not null or refused_at is not null)
    ), asked as (
      select * from qualified where entry_at < last_at
    ), counted as (
      select case when refused_at is null then 'silent' else 'failed-131026' end as sort,
        floor(extract(epoch from entry_at - first_at) / 86400)::int as entry_day,
        floor(extract(epoch from last_at - first_at) / 86400)::int as last_day, ended_at is not null as has_ended,
        count(*)::int as n
      from asked group by 1, 2, 3, 4
    )
    select (select coalesce(sum(extract(epoch from greatest(last_at - reached_at, interval '0'))), 0)
        / (365.25 * 86400) from person where reached_at is not null)::float8 as "contactYears",
      (select json_agg(json_build_object('sort', sort, 'entryDay', entry_day, 'lastDay', last_day,
        'hasEnded', has_ended, 'count', n)) from counted)::text as stretches,
      (select json_agg(json_build_object('contact', encode(contact, 'hex'), 'keyVersion', key_version,
          'firstId', first_id, 'firstAt', first_at, 'lastSignAt', last_sign_at, 'deliveredBefore', delivered_before,
          'messages', messages, 'had131026', refused_at is not null) order by first_at, first_id)
        from asked where ended_at is null
          and first_at >= ${now}::timestamptz - make_interval(days => ${candidateDays}::int))::text as candidates`;
  return {
    stretches: JSON.parse(row?.stretches ?? "[]") as StretchRow[],
    candidates: JSON.parse(row?.candidates ?? "[]") as SilentContact[],
    contactYears: row?.contactYears ?? 0,
  };
}

const sign = (table: string) => Prisma.raw(`coalesce(${table}.delivered_at, ${table}.read_at)`);

/**
 * Takes suspicions about a number back: a sign of life came after all, or the silence turned out to begin with another
 * message (`present`: those that hold, under their ids). What they counted for goes with them.
 *
 * @returns how many.
 */
export async function withdrawSuspicions(
  db: Db,
  organizationId: string,
  phoneNumberId: string,
  present: readonly { readonly contact: string; readonly id: string; readonly lastSignAt: string }[],
): Promise<number> {
  return db.$executeRaw`
    with present as materialized (
      select decode(p."contact", 'hex') as contact, p."id", p."lastSignAt" from
        json_to_recordset(${JSON.stringify(present)}::json) as p("contact" text, "id" text, "lastSignAt" timestamptz)
    )
    delete from signal s
    where s.organization_id = ${organizationId} and s.phone_number_id = ${phoneNumberId}
      and s.kind = 'suspected_block' and s.origin = 'inferred' and s.contact is not null
      and (exists (
        select 1 from exposure x
        where x.organization_id = ${organizationId} and x.contact = s.contact
          and x.phone_number_id = s.phone_number_id
          and x.occurred_at > s.occurred_at - make_interval(days => ${candidateDays}::int)
          and ${sign("x")} > s.occurred_at
      ) or exists (
        select 1 from present p where p.contact = s.contact and p.id <> s.id and s.occurred_at > p."lastSignAt"))`;
}

/** Probabilities of the suspicions that stand under these ids. */
export async function findSuspicions(
  db: Db,
  organizationId: string,
  ids: readonly string[],
): Promise<Map<string, number>> {
  const rows = await db.$queryRaw<{ id: string; probability: number }[]>`
    select id, coalesce((detail ->> 'probability')::float8, 0) as probability from signal
    where organization_id = ${organizationId} and id = any(${[...ids]}::text[])`;
  return new Map(rows.map(({ id, probability }) => [id, probability]));
}

/** Probabilities of the suspicions of a stretch of time, by number. */
export async function readSuspicions(
  db: Db,
  organizationId: string,
  range: { readonly from: Date; readonly to: Date; readonly phoneNumberId: string | null },
): Promise<{ phoneNumberId: string; probabilities: number[] }[]> {
  return db.$queryRaw<{ phoneNumberId: string; probabilities: number[] }[]>`
    select s.phone_number_id as "phoneNumberId", array_agg((s.detail ->> 'probability')::float8) as probabilities
    from cell_value n
    join signal s on s.organization_id = ${organizationId} and s.phone_number_id = n.key
      and s.occurred_at >= ${range.from} and s.occurred_at < ${range.to}
    where n.organization_id = ${organizationId} and n.dimension = 'number'
      and s.kind = 'suspected_block' and s.origin = 'inferred' and s.detail ? 'probability'
      ${range.phoneNumberId === null ? Prisma.empty : Prisma.sql`and s.phone_number_id = ${range.phoneNumberId}`}
    group by 1 order by count(*) desc, 1`;
}
