import { Prisma } from "./generated/client.ts";
import type { Db } from "./open-database.ts";

/** Facts of [from, to) on these numbers that count for these keys. */
export interface EventsQuestion {
  readonly from: Date;
  readonly to: Date;
  /** Phone number ids. */
  readonly numbers: readonly string[];
  /** Keys as data names them; absent: all, and what has none. */
  readonly only: Partial<Record<"source" | "campaign" | "template", readonly string[]>>;
  readonly rule: "last" | "first" | "split";
  readonly exposures: boolean;
  /** Kinds of signals; empty: none. */
  readonly signalKinds: readonly string[];
}

export interface EventRow {
  readonly id: string;
  readonly kind: string;
  readonly occurredAt: Date;
  readonly recordedAt: Date;
  readonly phoneNumberId: string;
  readonly source: string | null;
  readonly campaign: string | null;
  readonly template: string | null;
  /** Of a signal; of a message follows from where it was told. */
  readonly basis: string;
  readonly status: "sent" | "delivered" | "read" | "failed" | null;
  readonly errorCode: number | null;
  readonly ageDays: number | null;
  /** The first characters of the hash, hexadecimal. */
  readonly contact: string | null;
  readonly erased: boolean;
}

export interface EventsPage {
  readonly limit: number;
  /** The last row of the page before. */
  readonly after: { readonly at: Date; readonly id: string } | null;
}

/**
 * Messages and signals that are counted, the newest first. Each number is read backwards along its index of times until
 * the page is full, so the cost follows the page and what the keys leave out of it; the caller chooses a stretch that
 * holds about a page.
 */
export async function listEvents(
  db: Db,
  organizationId: string,
  question: EventsQuestion,
  page: EventsPage,
): Promise<EventRow[]> {
  const parts = [
    ...(question.exposures ? [exposures(organizationId, question, page)] : []),
    ...(question.signalKinds.length > 0 ? [signals(organizationId, question, page)] : []),
  ];
  if (parts.length === 0 || question.numbers.length === 0) return [];
  return db.$queryRaw<EventRow[]>`
    with n as (select unnest(${[...question.numbers]}::text[]) as number), found as (
      ${Prisma.join(parts, " union all ")}
    )
    select * from found order by "occurredAt" desc, id desc limit ${page.limit}`;
}

const mark = { last: "l", first: "f", split: "w" } as const;

/** A message as it is counted: not within a conversation that the person began, and under the source of the rule. */
function exposures(organizationId: string, question: EventsQuestion, page: EventsPage): Prisma.Sql {
  const { only, rule } = question;
  return Prisma.sql`
    select x.* from n cross join lateral (
      select ${opaqueId("e")} as id, 'exposure' as kind, e.occurred_at as "occurredAt",
        e.recorded_at as "recordedAt", e.phone_number_id as "phoneNumberId", p.source, e.campaign_key as campaign,
        e.template_key as template, case e.origin when 'import' then 'imported' else 'observed' end as basis,
        case when e.read_at is not null then 'read' when e.delivered_at is not null then 'delivered'
          when e.failed_at is not null then 'failed' else 'sent' end as status,
        e.error_code as "errorCode", null::int as "ageDays", ${shortContact("e")} as contact, e.erased
      from exposure e
      cross join lateral (
        select p.source from source_parts(e.first_source, e.first_cohort, e.last_source, e.last_cohort,
          e.split_sources) p
        where p.${Prisma.raw(`"${rule}"`)} > 0 ${among(Prisma.sql`p.source`, only.source)} limit 1
      ) p
      where ${within(organizationId, "e", question, page)}
        and coalesce(e.pricing_category, '') not in ('service', 'referral_conversion')
        ${among(Prisma.sql`e.campaign_key`, only.campaign)} ${among(Prisma.sql`e.template_key`, only.template)}
      order by e.occurred_at desc, 1 desc limit ${page.limit}
    ) x`;
}

/** A signal as it is counted: by the message and the opt-in that the rule ties it to. */
function signals(organizationId: string, question: EventsQuestion, page: EventsPage): Prisma.Sql {
  const { only, rule, signalKinds } = question;
  return Prisma.sql`
    select x.* from n cross join lateral (
      select ${opaqueId("s")} as id, s.kind, s.occurred_at as "occurredAt", s.recorded_at as "recordedAt",
        s.phone_number_id as "phoneNumberId", t.s as source, t.k as campaign, t.t as template, s.basis,
        null::text as status, null::int as "errorCode", nullif(t.a, -1) as "ageDays",
        ${shortContact("s")} as contact, s.erased
      from signal s
      cross join lateral (
        select * from jsonb_to_recordset(s.touches)
          as t (s text, k text, t text, a int, l int, f int, w bigint)
        where t.${Prisma.raw(mark[rule])} > 0 ${among(Prisma.sql`t.s`, only.source)}
          ${among(Prisma.sql`t.k`, only.campaign)} ${among(Prisma.sql`t.t`, only.template)} limit 1
      ) t
      where ${within(organizationId, "s", question, page)} and s.kind = any(${[...signalKinds]}::text[])
      order by s.occurred_at desc, 1 desc limit ${page.limit}
    ) x`;
}

/** Nobody can work a message, a signal or a contact out of it. */
function opaqueId(table: "e" | "s"): Prisma.Sql {
  const row = Prisma.raw(table);
  return Prisma.sql`encode(substr(sha256(convert_to(
    ${Prisma.raw(`'${table}/'`)} || ${row}.organization_id || '/' || ${row}.id, 'UTF8')), 1, 8), 'hex')`;
}

function shortContact(table: "e" | "s"): Prisma.Sql {
  return Prisma.sql`encode(substr(${Prisma.raw(table)}.contact, 1, 4), 'hex')`;
}

function within(
  organizationId: string,
  table: "e" | "s",
  { from, to }: EventsQuestion,
  { after }: EventsPage,
): Prisma.Sql {
  const row = Prisma.raw(table);
  return Prisma.sql`${row}.organization_id = ${organizationId} and ${row}.phone_number_id = n.number
    and ${row}.occurred_at >= ${from} and ${row}.occurred_at < ${to}
    ${
      after === null
        ? Prisma.empty
        : Prisma.sql`and ${row}.occurred_at <= ${after.at}
          and (${row}.occurred_at < ${after.at} or ${opaqueId(table)} < ${after.id})`
    }`;
}

function among(column: Prisma.Sql, keys: readonly string[] | undefined): Prisma.Sql {
  return keys === undefined ? Prisma.empty : Prisma.sql`and ${column} = any(${[...keys]}::text[])`;
}

/** Facts of these organizations from before are gone, and their counts stay; null: none were dropped yet. */
export async function findGoneBefore(db: Db, organizationId: string): Promise<Date | null> {
  const [row] = await db.$queryRaw<{ before: Date | null }[]>`
    select pruned_before as before from cell_state where organization_id = ${organizationId}`;
  return row?.before ?? null;
}
