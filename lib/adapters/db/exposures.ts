import { nothingChanged } from "./mark-fatigue-day.ts";
import type { Db } from "./open-database.ts";
import { personOf } from "./person-of.ts";

/** All that one batch of webhooks said of one message; null: nothing. Times are ISO texts. */
export interface IncomingExposure {
  readonly id: string;
  readonly phoneNumberId: string;
  /** Hexadecimal. */
  readonly contact: string | null;
  readonly contactKeyVersion: number | null;
  readonly occurredAt: string;
  readonly recordedAt: string;
  readonly sentAt: string | null;
  readonly deliveredAt: string | null;
  readonly readAt: string | null;
  readonly failedAt: string | null;
  readonly errorCode: number | null;
  readonly callbackData: string | null;
  readonly campaignKey: string | null;
  readonly sourceKey: string | null;
  readonly templateKey: string | null;
  readonly pricingCategory: string | null;
  readonly pricingType: string | null;
  readonly billable: boolean | null;
}

/**
 * Folds statuses into their messages, in one statement. The earliest time of each status counts and of two different
 * words the smaller, so that the same statuses in any order, split or repeated, give the same rows (docs/faults.md
 * F16, F18). A row that would not change is not written. Rows are locked in the order of their ids, so that two workers
 * who hear of the same messages wait for each other instead of deadlocking.
 *
 * @param replayId marks the rows as derived by that replay.
 * @returns how many statuses were known already.
 */
export async function foldExposures(
  db: Db,
  organizationId: string,
  incoming: readonly IncomingExposure[],
  replayId: string | null,
): Promise<{ knownStatuses: number }> {
  if (incoming.length === 0) return { knownStatuses: 0 };
  const rows = JSON.stringify(incoming);
  const [count] = await db.$queryRaw<{ known: number }[]>`
    with r as materialized (
      select * from json_to_recordset(${rows}::json) as r("id" text, "phoneNumberId" text, "contact" text,
        "contactKeyVersion" int, "occurredAt" timestamptz, "recordedAt" timestamptz, "sentAt" timestamptz,
        "deliveredAt" timestamptz, "readAt" timestamptz, "failedAt" timestamptz, "errorCode" int,
        "callbackData" text, "campaignKey" text, "sourceKey" text, "templateKey" text, "pricingCategory" text,
        "pricingType" text, "billable" boolean)
    ), known as materialized (
      select r."id", e.id is not null as stored, (e.sent_at is not null and r."sentAt" is not null)::int
        + (e.delivered_at is not null and r."deliveredAt" is not null)::int
        + (e.read_at is not null and r."readAt" is not null)::int
        + (e.failed_at is not null and r."failedAt" is not null)::int as statuses,
        e.phone_number_id, e.occurred_at, e.id is not null and e.contact is null and not e.erased
          and r."contact" is not null as is_late
      from r left join lateral (
        select x.id, x.sent_at, x.delivered_at, x.read_at, x.failed_at, x.phone_number_id, x.occurred_at, x.contact,
          x.erased from exposure x
        where x.organization_id = ${organizationId} and x.id = r."id" limit 1
      ) e on true
    ), late as (
      select phone_number_id, occurred_at from known where is_late
    ), noted as (${nothingChanged(organizationId)}
    ), folded as (
      insert into exposure as e (organization_id, id, phone_number_id, contact, contact_key_version, occurred_at,
        recorded_at, sent_at, delivered_at, read_at, failed_at, error_code, callback_data, campaign_key, source_key,
        template_key, pricing_category, pricing_type, billable, origin, replay_id, erased, first_source, first_cohort,
        last_source, last_cohort, split_sources)
      select ${organizationId}, r."id", r."phoneNumberId", who.person, who.version,
        r."occurredAt", r."recordedAt", r."sentAt", r."deliveredAt", r."readAt", r."failedAt", r."errorCode",
        r."callbackData", r."campaignKey", r."sourceKey", r."templateKey", r."pricingCategory", r."pricingType",
        r."billable", 'webhook', ${replayId}::text, who.erased, t.first_source, t.first_cohort, t.last_source,
        t.last_cohort, t.split_sources
      from r join known on known."id" = r."id"
      ${personOf(organizationId)}
      cross join lateral opt_in_touch(${organizationId}, case when known.stored then null else who.person end,
        r."occurredAt", r."sourceKey") t
      order by r."id"
      on conflict (organization_id, id) do update set
        contact = case when e.erased then null when e.contact is null or excluded.contact < e.contact
          then excluded.contact else e.contact end,
        contact_key_version = case when e.erased then null when e.contact is null or excluded.contact < e.contact
          then excluded.contact_key_version else e.contact_key_version end,
        occurred_at = least(e.occurred_at, excluded.occurred_at),
        recorded_at = least(e.recorded_at, excluded.recorded_at),
        sent_at = least(e.sent_at, excluded.sent_at),
        delivered_at = least(e.delivered_at, excluded.delivered_at),
        read_at = least(e.read_at, excluded.read_at),
        failed_at = least(e.failed_at, excluded.failed_at),
        error_code = least(e.error_code, excluded.error_code),
        callback_data = least(e.callback_data, excluded.callback_data),
        campaign_key = least(e.campaign_key, excluded.campaign_key),
        source_key = least(e.source_key, excluded.source_key),
        template_key = least(e.template_key, excluded.template_key),
        pricing_category = least(e.pricing_category, excluded.pricing_category),
        pricing_type = least(e.pricing_type, excluded.pricing_type),
        billable = least(e.billable, excluded.billable),
        -- Of nobody who is known, only the sender can say where they opted in.
        first_source = case when coalesce(e.contact, excluded.contact) is null and not e.erased
          then least(e.source_key, excluded.source_key) else e.first_source end,
        last_source = case when coalesce(e.contact, excluded.contact) is null and not e.erased
          then least(e.source_key, excluded.source_key) else e.last_source end
      where (not e.erased and e.contact is distinct from least(e.contact, excluded.contact))
        or e.recorded_at > excluded.recorded_at
        or e.occurred_at > excluded.occurred_at
        or e.sent_at is distinct from least(e.sent_at, excluded.sent_at)
        or e.delivered_at is distinct from least(e.delivered_at, excluded.delivered_at)
        or e.read_at is distinct from least(e.read_at, excluded.read_at)
        or e.failed_at is distinct from least(e.failed_at, excluded.failed_at)
        or e.error_code is distinct from least(e.error_code, excluded.error_code)
        or e.callback_data is distinct from least(e.callback_data, excluded.callback_data)
        or e.pricing_category is distinct from least(e.pricing_category, excluded.pricing_category)
        or e.pricing_type is distinct from least(e.pricing_type, excluded.pricing_type)
        or e.billable is distinct from least(e.billable, excluded.billable)
    )
    select coalesce(sum(statuses), 0)::int as known from known`;
  return { knownStatuses: count?.known ?? 0 };
}

/**
 * Takes back what webhooks said of these messages, once a replay: what the kept bodies still say is folded in anew.
 * Messages that were known before the oldest kept body stay as they are, since their first statuses are gone.
 */
export async function resetExposures(
  db: Db,
  organizationId: string,
  replay: { id: string; windowStart: Date },
  ids: readonly string[],
): Promise<void> {
  await db.$executeRaw`
    update exposure set replay_id = ${replay.id}, occurred_at = 'infinity', contact = null, contact_key_version = null,
      sent_at = null, delivered_at = null, read_at = null, failed_at = null, error_code = null, callback_data = null,
      campaign_key = null, source_key = null, template_key = null, pricing_category = null, pricing_type = null, billable = null
    where organization_id = ${organizationId} and id = any(${[...ids]}::text[]) and origin = 'webhook'
      and recorded_at >= ${replay.windowStart} and replay_id is distinct from ${replay.id}`;
}
