import type { Db } from "./open-database.ts";
import { personOf } from "./person-of.ts";

/** A contact that came through an ad, as a webhook told it. Times are ISO texts, contacts hexadecimal. */
export interface IncomingReferral {
  /** The message that carried it. */
  readonly id: string;
  readonly phoneNumberId: string;
  readonly contact: string | null;
  readonly contactKeyVersion: number | null;
  readonly sourceType: string | null;
  readonly sourceId: string | null;
  readonly clickId: string | null;
  readonly occurredAt: string;
  readonly recordedAt: string;
  readonly deliveryId: string;
}

/** Writes referrals once each; of two deliveries the earlier received tells it. */
export async function storeAdReferrals(
  db: Db,
  organizationId: string,
  incoming: readonly IncomingReferral[],
): Promise<void> {
  if (incoming.length === 0) return;
  await db.$executeRaw`
    insert into ad_referral as a (organization_id, id, phone_number_id, contact, contact_key_version, source_type,
      source_id, click_id, occurred_at, recorded_at, delivery_id)
    select ${organizationId}, r."id", r."phoneNumberId", who.person, who.version,
      r."sourceType", r."sourceId", r."clickId", r."occurredAt", r."recordedAt", r."deliveryId"
    from jsonb_to_recordset(${JSON.stringify(incoming)}::jsonb) as r("id" text, "phoneNumberId" text, "contact" text,
      "contactKeyVersion" int, "sourceType" text, "sourceId" text, "clickId" text, "occurredAt" timestamptz,
      "recordedAt" timestamptz, "deliveryId" text)
    ${personOf(organizationId)}
    order by r."id"
    on conflict (organization_id, id) do update set contact = excluded.contact,
      contact_key_version = excluded.contact_key_version, source_type = excluded.source_type,
      source_id = excluded.source_id, click_id = excluded.click_id, occurred_at = excluded.occurred_at,
      recorded_at = excluded.recorded_at, delivery_id = excluded.delivery_id
    where (excluded.recorded_at, excluded.delivery_id) < (a.recorded_at, a.delivery_id)`;
}
