import { Prisma } from "./generated/client.ts";
import type { Db } from "./open-database.ts";

/** Times are those of the wishes to stop. */
export interface OptOutQuestion {
  readonly from: Date;
  readonly to: Date;
  readonly phoneNumberId: string | null;
  /** Keys that are let through; null: all. */
  readonly sources: readonly string[] | null;
  readonly violationsOnly: boolean;
}

export interface OptOutRow {
  readonly id: string;
  readonly phoneNumberId: string;
  readonly source: string | null;
  readonly optedOutAt: Date;
  readonly endedAt: Date | null;
  readonly lastMessageAt: Date | null;
  readonly violationCount: number;
  readonly firstViolationAt: Date | null;
  readonly lastViolationAt: Date | null;
  readonly lastCampaign: string | null;
}

/** Stands for a wish to stop in lists: nobody can work the signal's id, or a contact, out of it. */
const opaqueId = Prisma.sql`encode(substr(sha256(convert_to(organization_id || '/' || signal_id, 'UTF8')), 1, 8), 'hex')`;
/** What is kept as the last message may have been sent before the wish. */
const lastAfter = Prisma.sql`case when last_exposure_at > opted_out_at then last_exposure_at end`;

/** Wishes to stop, the newest first, from behind `after` on. */
export async function listOptOuts(
  db: Db,
  organizationId: string,
  question: OptOutQuestion,
  page: { readonly limit: number; readonly after: { readonly at: Date; readonly id: string } | null },
): Promise<OptOutRow[]> {
  const { after } = page;
  return db.$queryRaw<OptOutRow[]>`
    select * from (
      select ${opaqueId} as id, phone_number_id as "phoneNumberId", source, opted_out_at as "optedOutAt",
        ended_at as "endedAt", ${lastAfter} as "lastMessageAt", violation_count as "violationCount",
        first_violation_at as "firstViolationAt", last_violation_at as "lastViolationAt",
        last_campaign as "lastCampaign"
      from opt_out_watch where ${asked(organizationId, question)}
        ${after === null ? Prisma.empty : Prisma.sql`and opted_out_at <= ${after.at}`}
    ) w
    ${after === null ? Prisma.empty : Prisma.sql`where ("optedOutAt", id) < (${after.at}, ${after.id})`}
    order by "optedOutAt" desc, id desc limit ${page.limit}`;
}

export interface OptOutTotals {
  readonly optOuts: number;
  readonly withMessagesAfter: number;
  readonly violated: number;
  readonly violations: number;
  readonly medianSeconds: number | null;
  readonly p90Seconds: number | null;
}

/** Of all wishes that the question lets through. */
export async function sumOptOuts(
  db: Db,
  organizationId: string,
  question: OptOutQuestion,
): Promise<{
  totals: OptOutTotals;
  bySource: { source: string | null; optOuts: number; violated: number }[];
  byCampaign: { campaign: string | null; violated: number }[];
}> {
  const condition = asked(organizationId, question);
  const seconds = Prisma.sql`extract(epoch from last_violation_at - opted_out_at)::float8`;
  const [totals] = await db.$queryRaw<OptOutTotals[]>`
    select count(*)::int as "optOuts", count(${lastAfter})::int as "withMessagesAfter",
      count(*) filter (where violation_count > 0)::int as violated,
      coalesce(sum(violation_count), 0)::int as violations,
      percentile_cont(0.5) within group (order by ${seconds}) as "medianSeconds",
      percentile_cont(0.9) within group (order by ${seconds}) as "p90Seconds"
    from opt_out_watch where ${condition}`;
  const bySource = await db.$queryRaw<{ source: string | null; optOuts: number; violated: number }[]>`
    select source, count(*)::int as "optOuts", count(*) filter (where violation_count > 0)::int as violated
    from opt_out_watch where ${condition} group by source`;
  const byCampaign = await db.$queryRaw<{ campaign: string | null; violated: number }[]>`
    select last_campaign as campaign, count(*)::int as violated
    from opt_out_watch where ${condition} and violation_count > 0 group by last_campaign`;
  const none = { optOuts: 0, withMessagesAfter: 0, violated: 0, violations: 0 };
  return { totals: totals ?? { ...none, medianSeconds: null, p90Seconds: null }, bySource, byCampaign };
}

function asked(organizationId: string, question: OptOutQuestion): Prisma.Sql {
  const { from, to, phoneNumberId, sources, violationsOnly } = question;
  return Prisma.sql`organization_id = ${organizationId} and opted_out_at >= ${from} and opted_out_at < ${to}
    ${phoneNumberId === null ? Prisma.empty : Prisma.sql`and phone_number_id = ${phoneNumberId}`}
    ${sources === null ? Prisma.empty : Prisma.sql`and source = any(${[...sources]}::text[])`}
    ${violationsOnly ? Prisma.sql`and violation_count > 0` : Prisma.empty}`;
}

const watchLock = 7_415_006;

/** Looking is one process's work at a time. False: another one is at it. Ends with the transaction. */
export async function lockOptOutWatch(db: Db): Promise<boolean> {
  const [row] = await db.$queryRaw<{ mine: boolean }[]>`
    select pg_try_advisory_xact_lock(${watchLock}) as mine`;
  return row?.mine ?? false;
}

/** What was sent against wishes to stop from one number lately. */
export interface Violations {
  readonly organizationId: string;
  readonly phoneNumberId: string;
  /** People whose wish was last broken after `since`, and those of them after `recent`. */
  readonly people: number;
  readonly recentPeople: number;
  readonly messages: number;
  readonly firstAt: Date;
  readonly lastAt: Date;
  /** The campaign behind the last messages of most of them, with its share; null: none was named. */
  readonly campaign: string | null;
  readonly campaignShare: number;
  /** When an incident about this number ended last; null: one is open, or there never was one. */
  readonly resolvedAt: Date | null;
}

/** Numbers whose last message against a wish is not older than `since`, of one organization or of all. */
export async function findViolations(
  db: Db,
  range: { readonly since: Date; readonly recent: Date },
  only: { readonly organizationId: string; readonly phoneNumberId: string } | null = null,
): Promise<Violations[]> {
  const own =
    only === null
      ? Prisma.empty
      : Prisma.sql`and w.organization_id = ${only.organizationId} and w.phone_number_id = ${only.phoneNumberId}`;
  return db.$queryRaw<Violations[]>`
    with broken as (
      select w.* from organization o
      join opt_out_watch w on w.organization_id = o.id and w.last_violation_at >= ${range.since} ${own}
    ), named as (
      select organization_id, phone_number_id, last_campaign, count(*)::float8 as n,
        row_number() over (partition by organization_id, phone_number_id order by count(*) desc, last_campaign) as place
      from broken where last_campaign is not null group by 1, 2, 3
    )
    select b.organization_id as "organizationId", b.phone_number_id as "phoneNumberId",
      count(*)::int as people, count(*) filter (where b.last_violation_at >= ${range.recent})::int as "recentPeople",
      sum(b.violation_count)::int as messages, min(b.first_violation_at) as "firstAt",
      max(b.last_violation_at) as "lastAt", max(n.last_campaign) as campaign,
      coalesce(max(n.n) / count(*), 0)::float8 as "campaignShare",
      (select max(i.resolved_at) from incident i
        where i.organization_id = b.organization_id
          and i.fingerprint = 'opt-out-not-honoured:' || b.phone_number_id
        having bool_and(i.open_key is null)) as "resolvedAt"
    from broken b
    left join named n on n.organization_id = b.organization_id and n.phone_number_id = b.phone_number_id
      and n.place = 1
    group by b.organization_id, b.phone_number_id`;
}
