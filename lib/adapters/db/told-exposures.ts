import { nothingChanged } from "./mark-fatigue-day.ts";
import type { Db } from "./open-database.ts";
import type { StoredCount } from "./opt-ins.ts";
import { personOf } from "./person-of.ts";

/** One message as its sender or a file told it; null: not said. Times are ISO texts, contacts hexadecimal. */
export interface ToldExposure {
  readonly id: string;
  readonly phoneNumberId: string;
  readonly contact: string | null;
  readonly contactKeyVersion: number | null;
  readonly sentAt: string;
  readonly recordedAt: string;
  readonly deliveredAt: string | null;
  readonly readAt: string | null;
  readonly failedAt: string | null;
  readonly errorCode: number | null;
  readonly campaignKey: string | null;
  readonly sourceKey: string | null;
  readonly templateKey: string | null;
  readonly category: string | null;
}

/**
 * Writes messages as their sender tells them, once each. Told again, what is said replaces what was known and what is
 * not said stays: so a correction corrects, and a status adds to its message. What Meta's webhooks told of the same
 * message stays beside it. Each id may occur once in a batch.
 */
export async function storeToldExposures(
  db: Db,
  organizationId: string,
  told: { readonly origin: "api" | "import"; readonly importId: string | null },
  incoming: readonly ToldExposure[],
): Promise<StoredCount> {
  if (incoming.length === 0) return { inserted: 0, changed: 0 };
  const [count] = await db.$queryRaw<StoredCount[]>`
    with r as materialized (
      select * from json_to_recordset(${JSON.stringify(incoming)}::json) as r("id" text, "phoneNumberId" text,
        "contact" text, "contactKeyVersion" int, "sentAt" timestamptz, "recordedAt" timestamptz,
        "deliveredAt" timestamptz, "readAt" timestamptz, "failedAt" timestamptz, "errorCode" int, "campaignKey" text,
        "sourceKey" text, "templateKey" text, "category" text)
    ), late as (
      select x.phone_number_id, x.occurred_at from r
      cross join lateral (
        select x.phone_number_id, x.occurred_at, x.contact from exposure x
        where x.organization_id = ${organizationId} and x.id = r."id" and not x.erased limit 1
      ) x
      where r."contact" is not null and x.contact is distinct from decode(r."contact", 'hex')
    ), noted as (${nothingChanged(organizationId)}
    ), stored as (
      insert into exposure as e (organization_id, id, phone_number_id, contact, contact_key_version, occurred_at,
        recorded_at, sent_at, delivered_at, read_at, failed_at, error_code, campaign_key, source_key, template_key,
        pricing_category, origin, import_id, erased, first_source, first_cohort, last_source, last_cohort,
        split_sources)
      select ${organizationId}, r."id", r."phoneNumberId", who.person, who.version, r."sentAt", r."recordedAt",
        r."sentAt", r."deliveredAt", r."readAt", r."failedAt", r."errorCode", r."campaignKey", r."sourceKey",
        r."templateKey", r."category", ${told.origin}, ${told.importId}::text, who.erased, t.first_source,
        t.first_cohort, t.last_source, t.last_cohort, t.split_sources
      from r
      left join lateral (
        select x.id from exposure x where x.organization_id = ${organizationId} and x.id = r."id" limit 1
      ) known on true
      ${personOf(organizationId)}
      cross join lateral opt_in_touch(${organizationId}, case when known.id is null then who.person end, r."sentAt",
        r."sourceKey") t
      order by r."id"
      on conflict (organization_id, id) do update set
        contact = case when e.erased then null else coalesce(excluded.contact, e.contact) end,
        contact_key_version = case when e.erased then null when excluded.contact is null then e.contact_key_version
          else excluded.contact_key_version end,
        phone_number_id = excluded.phone_number_id,
        occurred_at = case when e.origin = 'webhook' then least(e.occurred_at, excluded.occurred_at)
          else excluded.occurred_at end,
        sent_at = excluded.sent_at,
        delivered_at = coalesce(excluded.delivered_at, e.delivered_at),
        read_at = coalesce(excluded.read_at, e.read_at),
        failed_at = coalesce(excluded.failed_at, e.failed_at),
        error_code = coalesce(excluded.error_code, e.error_code),
        campaign_key = coalesce(excluded.campaign_key, e.campaign_key),
        source_key = coalesce(excluded.source_key, e.source_key),
        template_key = coalesce(excluded.template_key, e.template_key),
        pricing_category = coalesce(excluded.pricing_category, e.pricing_category),
        origin = case when e.origin = 'webhook' then excluded.origin else e.origin end,
        -- Of nobody who is known, only the sender can say where they opted in.
        first_source = case when coalesce(excluded.contact, e.contact) is null and not e.erased
          then coalesce(excluded.source_key, e.source_key) else e.first_source end,
        last_source = case when coalesce(excluded.contact, e.contact) is null and not e.erased
          then coalesce(excluded.source_key, e.source_key) else e.last_source end
      where (not e.erased and excluded.contact is not null and e.contact is distinct from excluded.contact)
        or e.phone_number_id <> excluded.phone_number_id
        or e.sent_at is distinct from excluded.sent_at
        or (excluded.delivered_at is not null and e.delivered_at is distinct from excluded.delivered_at)
        or (excluded.read_at is not null and e.read_at is distinct from excluded.read_at)
        or (excluded.failed_at is not null and e.failed_at is distinct from excluded.failed_at)
        or (excluded.error_code is not null and e.error_code is distinct from excluded.error_code)
        or (excluded.campaign_key is not null and e.campaign_key is distinct from excluded.campaign_key)
        or (excluded.source_key is not null and e.source_key is distinct from excluded.source_key)
        or (excluded.template_key is not null and e.template_key is distinct from excluded.template_key)
        or (excluded.pricing_category is not null and e.pricing_category is distinct from excluded.pricing_category)
        or e.origin = 'webhook'
      returning e.xmax = 0 as inserted
    )
    select count(*) filter (where inserted)::int as inserted, count(*) filter (where not inserted)::int as changed
    from stored`;
  return count ?? { inserted: 0, changed: 0 };
}
