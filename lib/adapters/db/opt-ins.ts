import type { Db } from "./open-database.ts";
import { personOf } from "./person-of.ts";

/** One opt-in as a sender or a file told it. Times are ISO texts, contacts hexadecimal. */
export interface IncomingOptIn {
  readonly id: string;
  readonly contact: string;
  readonly contactKeyVersion: number;
  readonly source: string;
  readonly optedInAt: string;
  readonly recordedAt: string;
  readonly evidence: string | null;
}

/** What a store statement did with a batch; what is in neither number was known already. */
export interface StoredCount {
  readonly inserted: number;
  readonly changed: number;
}

/**
 * Writes opt-ins once each; told again with another source, time or proof, the later telling counts. Each id may occur
 * once in a batch.
 *
 * Whether the contact is new to the source, or at all, is read from what is visible at this moment; the cells loop puts
 * right what an earlier opt-in that comes later changes.
 */
export async function storeOptIns(
  db: Db,
  organizationId: string,
  told: { readonly origin: "api" | "import"; readonly importId: string | null },
  incoming: readonly IncomingOptIn[],
): Promise<StoredCount> {
  if (incoming.length === 0) return { inserted: 0, changed: 0 };
  const [count] = await db.$queryRaw<StoredCount[]>`
    with r as materialized (
      select * from json_to_recordset(${JSON.stringify(incoming)}::json) as r("id" text, "contact" text,
        "contactKeyVersion" int, "source" text, "optedInAt" timestamptz, "recordedAt" timestamptz, "evidence" text)
    ), filed as materialized (
      select r.*, who.person, who.version, who.erased,
        row_number() over (partition by who.person, r."source" order by r."optedInAt", r."id") = 1 as first_here,
        row_number() over (partition by who.person order by r."optedInAt", r."id") = 1 as first_ever
      from r ${personOf(organizationId)}
    ), stored as (
      insert into opt_in as o (organization_id, id, contact, contact_key_version, source_key, opted_in_at, recorded_at,
        evidence, origin, import_id, erased, first_here, first_ever)
      select ${organizationId}, f."id", f.person, f.version, f."source", f."optedInAt", f."recordedAt", f."evidence",
        ${told.origin}, ${told.importId}::text, f.erased,
        f.first_here and not coalesce(earlier.here, false), f.first_ever and earlier.ever is null
      from filed f
      cross join lateral (
        select bool_or(o.source_key = f."source") as here, bool_or(true) as ever from opt_in o
        where o.organization_id = ${organizationId} and o.contact = f.person
          and (o.opted_in_at, o.id) < (f."optedInAt", f."id")
      ) earlier
      order by f."id"
      on conflict (organization_id, id) do update set source_key = excluded.source_key,
        opted_in_at = excluded.opted_in_at, evidence = coalesce(excluded.evidence, o.evidence),
        contact = case when o.erased then null else excluded.contact end,
        contact_key_version = case when o.erased then null else excluded.contact_key_version end
      where o.source_key <> excluded.source_key or o.opted_in_at <> excluded.opted_in_at
        or (excluded.evidence is not null and o.evidence is distinct from excluded.evidence)
        or (not o.erased and o.contact is distinct from excluded.contact)
      returning o.xmax = 0 as inserted
    )
    select count(*) filter (where inserted)::int as inserted, count(*) filter (where not inserted)::int as changed
    from stored`;
  return count ?? { inserted: 0, changed: 0 };
}
