import type { Db } from "./open-database.ts";
import { personOf } from "./person-of.ts";

/** One event for or against us, as a webhook told it. Times are ISO texts, contacts hexadecimal. */
export interface IncomingSignal {
  readonly id: string;
  readonly kind: "opt_out" | "resume" | "ecosystem_hold" | "undelivered" | "spam_limited";
  readonly phoneNumberId: string;
  readonly contact: string | null;
  readonly contactKeyVersion: number | null;
  readonly exposureId: string | null;
  readonly occurredAt: string;
  readonly recordedAt: string;
  readonly detail: object;
  readonly deliveryId: string;
}

/**
 * Writes observed signals once each. When two deliveries tell the same one, the earlier received tells it, whichever
 * is worked on first.
 *
 * @returns how many were known already.
 */
export async function storeSignals(
  db: Db,
  organizationId: string,
  incoming: readonly IncomingSignal[],
): Promise<number> {
  if (incoming.length === 0) return 0;
  const [count] = await db.$queryRaw<{ known: number }[]>`
    with r as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(incoming)}::jsonb) as r("id" text, "kind" text,
        "phoneNumberId" text, "contact" text, "contactKeyVersion" int, "exposureId" text, "occurredAt" timestamptz,
        "recordedAt" timestamptz, "detail" jsonb, "deliveryId" text)
    ), known as materialized (
      select 1 from r cross join lateral (
        select 1 from signal s where s.organization_id = ${organizationId} and s.id = r."id" limit 1) s
    ), stored as (
      insert into signal as s (organization_id, id, kind, basis, origin, phone_number_id, contact,
        contact_key_version, exposure_id, occurred_at, recorded_at, detail, delivery_id, erased)
      select ${organizationId}, r."id", r."kind", 'observed', 'webhook', r."phoneNumberId", who.person, who.version,
        r."exposureId", r."occurredAt", r."recordedAt", r."detail", r."deliveryId", who.erased
      from r ${personOf(organizationId)} order by r."id"
      on conflict (organization_id, id) do update set kind = excluded.kind, contact = excluded.contact,
        contact_key_version = excluded.contact_key_version, exposure_id = excluded.exposure_id,
        occurred_at = excluded.occurred_at, recorded_at = excluded.recorded_at, detail = excluded.detail,
        delivery_id = excluded.delivery_id
      where (excluded.recorded_at, excluded.delivery_id) < (s.recorded_at, s.delivery_id) and not s.erased
    )
    select count(*)::int as known from known`;
  return count?.known ?? 0;
}
