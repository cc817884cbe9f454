import type { Db } from "./open-database.ts";
import type { StoredCount } from "./opt-ins.ts";
import { personOf } from "./person-of.ts";

/** One event as a sender, a file or an inference told it. Times are ISO texts, contacts hexadecimal. */
export interface ToldSignal {
  readonly id: string;
  readonly kind: string;
  readonly basis: "observed" | "imported" | "inferred";
  readonly phoneNumberId: string;
  readonly contact: string | null;
  readonly contactKeyVersion: number | null;
  readonly exposureId: string | null;
  readonly occurredAt: string;
  readonly recordedAt: string;
  readonly detail: object;
}

/**
 * Writes signals once each; told again with other words, the later telling counts. One that names its message and no
 * contact takes the message's, now or when the message comes in. Each id may occur once in a batch.
 */
export async function storeToldSignals(
  db: Db,
  organizationId: string,
  told: { readonly origin: "api" | "import" | "inferred"; readonly importId: string | null },
  incoming: readonly ToldSignal[],
): Promise<StoredCount> {
  if (incoming.length === 0) return { inserted: 0, changed: 0 };
  const [count] = await db.$queryRaw<StoredCount[]>`
    with r as materialized (
      select * from json_to_recordset(${JSON.stringify(incoming)}::json) as r("id" text, "kind" text, "basis" text,
        "phoneNumberId" text, "contact" text, "contactKeyVersion" int, "exposureId" text, "occurredAt" timestamptz,
        "recordedAt" timestamptz, "detail" jsonb)
    ), stored as (
      insert into signal as s (organization_id, id, kind, basis, origin, phone_number_id, contact,
        contact_key_version, exposure_id, occurred_at, recorded_at, detail, import_id, erased)
      select ${organizationId}, r."id", r."kind", r."basis", ${told.origin}, r."phoneNumberId",
        coalesce(who.person, case when not who.erased then x.contact end),
        coalesce(who.version, case when not who.erased then x.contact_key_version end),
        r."exposureId", r."occurredAt", r."recordedAt", r."detail", ${told.importId}::text, who.erased
      from r
      ${personOf(organizationId)}
      left join lateral (
        select e.contact, e.contact_key_version from exposure e
        where e.organization_id = ${organizationId} and e.id = r."exposureId" limit 1
      ) x on true
      order by r."id"
      on conflict (organization_id, id) do update set kind = excluded.kind, basis = excluded.basis,
        phone_number_id = excluded.phone_number_id, occurred_at = excluded.occurred_at,
        contact = case when s.erased then null else coalesce(excluded.contact, s.contact) end,
        contact_key_version = case when s.erased then null when excluded.contact is null then s.contact_key_version
          else excluded.contact_key_version end,
        exposure_id = coalesce(excluded.exposure_id, s.exposure_id), detail = excluded.detail
      where s.origin <> 'webhook' and (s.kind <> excluded.kind or s.basis <> excluded.basis
        or s.phone_number_id <> excluded.phone_number_id or s.occurred_at <> excluded.occurred_at
        or (not s.erased and excluded.contact is not null and s.contact is distinct from excluded.contact)
        or (excluded.exposure_id is not null and s.exposure_id is distinct from excluded.exposure_id)
        or s.detail <> excluded.detail)
      returning s.xmax = 0 as inserted
    )
    select count(*) filter (where inserted)::int as inserted, count(*) filter (where not inserted)::int as changed
    from stored`;
  return count ?? { inserted: 0, changed: 0 };
}
