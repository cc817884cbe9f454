import type { Db } from "./open-database.ts";

/** Two hashes of one person, as a webhook told it. Times are ISO texts, contacts hexadecimal. */
export interface IncomingContactLink {
  readonly from: string;
  readonly to: string;
  readonly reason: "same-person" | "changed-number" | "changed-id";
  readonly occurredAt: string;
  readonly recordedAt: string;
  readonly deliveryId: string;
}

/** Writes links once each; of several deliveries the earliest received tells it. A person who was erased since stays so. */
export async function storeContactLinks(
  db: Db,
  organizationId: string,
  incoming: readonly IncomingContactLink[],
): Promise<void> {
  if (incoming.length === 0) return;
  await db.$executeRaw`
    insert into contact_link as l (organization_id, from_contact, to_contact, reason, occurred_at, recorded_at,
      delivery_id)
    select ${organizationId}, decode(r."from", 'hex'), decode(r."to", 'hex'), r."reason", r."occurredAt",
      r."recordedAt", r."deliveryId"
    from jsonb_to_recordset(${JSON.stringify(incoming)}::jsonb) as r("from" text, "to" text, "reason" text,
      "occurredAt" timestamptz, "recordedAt" timestamptz, "deliveryId" text)
    where not exists (
      select 1 from erased_contact gone
      where gone.organization_id = ${organizationId} and gone.erased_at > r."recordedAt"
        and gone.contact in (decode(r."from", 'hex'), decode(r."to", 'hex')))
    order by r."from", r."to"
    on conflict (organization_id, from_contact, to_contact) do update set reason = excluded.reason,
      occurred_at = excluded.occurred_at, recorded_at = excluded.recorded_at, delivery_id = excluded.delivery_id
    where (excluded.recorded_at, excluded.delivery_id) < (l.recorded_at, l.delivery_id)`;
}

/** Of these, the pairs that do not stand for one person yet. */
export async function findSeparatePairs<Pair extends { readonly from: string; readonly to: string }>(
  db: Db,
  organizationId: string,
  pairs: readonly Pair[],
): Promise<Pair[]> {
  const places = pairs.map(({ from, to }, place) => ({ place, from, to }));
  const rows = await db.$queryRaw<{ place: number }[]>`
    select p."place" from jsonb_to_recordset(${JSON.stringify(places)}::jsonb)
      as p("place" int, "from" text, "to" text)
    left join lateral (select person from contact_alias
      where organization_id = ${organizationId} and contact = decode(p."from", 'hex') limit 1) a on true
    left join lateral (select person from contact_alias
      where organization_id = ${organizationId} and contact = decode(p."to", 'hex') limit 1) b on true
    where coalesce(a.person, decode(p."from", 'hex')) <> coalesce(b.person, decode(p."to", 'hex'))`;
  return rows.flatMap(({ place }) => pairs[place] ?? []);
}
