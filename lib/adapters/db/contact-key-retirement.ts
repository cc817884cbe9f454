import { ofNoSource } from "./erased-contacts.ts";
import { Prisma } from "./generated/client.ts";
import type { Db } from "./open-database.ts";

/** In this order: a contact without signals is not counted anew when the rest of its facts lose it. */
export const tablesOfContacts = ["signal", "exposure", "opt_in", "ad_referral"] as const;
export type TableOfContacts = (typeof tablesOfContacts)[number];

/**
 * Makes one page of a table's facts anonymous, so far as they are filed under this version. What a fact counts for
 * stands in the fact itself and stays; a signal that nobody has counted yet counts for no source.
 *
 * Call it in a transaction with `lockFactsShared`. Rows are locked in the order of their ids, as writers of facts do.
 *
 * @param after the last id of the page before; "" begins.
 * @returns `last` is null after the last page.
 */
export async function anonymisePage(
  db: Db,
  place: { readonly organizationId: string; readonly version: number; readonly table: TableOfContacts },
  after: string,
  limit: number,
): Promise<{ last: string | null; changed: number }> {
  const { organizationId, version } = place;
  const table = Prisma.raw(place.table);
  const erased = place.table === "ad_referral" ? Prisma.empty : Prisma.sql`, erased = true`;
  const counted =
    place.table === "signal" ? Prisma.sql`, touches = coalesce(t.touches, ${ofNoSource})` : Prisma.empty;
  const [row] = await db.$queryRaw<{ last: string | null; looked: number; changed: number }[]>`
    with page as materialized (
      select id, contact is not null and contact_key_version = ${version} as due from ${table}
      where organization_id = ${organizationId} and id > ${after} order by id limit ${limit}
    ), locked as materialized (
      select id from ${table} where organization_id = ${organizationId} and id in (select id from page where due)
        and contact_key_version = ${version} order by id for update
    ), gone as (
      update ${table} t set contact = null, contact_key_version = null${erased}${counted}
      where t.organization_id = ${organizationId} and t.id in (select id from locked)
      returning t.id
    ), watched as (
      update opt_out_watch w set contact = null from gone
      where ${place.table === "signal"} and w.organization_id = ${organizationId} and w.signal_id = gone.id
    )
    select max(id) as last, count(*)::int as looked, (select count(*)::int from gone) as changed from page`;
  const full = row !== undefined && row.looked === limit;
  return { last: full ? row.last : null, changed: row?.changed ?? 0 };
}

/** Forgets links between hashes of people whose newest hash is under this version. */
export async function forgetVersion(tx: Db, organizationId: string, version: number): Promise<void> {
  await tx.$executeRaw`
    delete from contact_link l using contact_alias a
    where l.organization_id = ${organizationId} and a.organization_id = ${organizationId}
      and a.person_key_version = ${version} and a.contact in (l.from_contact, l.to_contact)`;
  await tx.$executeRaw`delete from contact_alias
    where organization_id = ${organizationId} and person_key_version = ${version}`;
}

/** One part in this many of all contacts: hashes are spread evenly, so those of one first byte are a fair sample. */
const sampleParts = 256;
/** Facts in the sample up to which everything is counted instead: some hundred thousand facts. */
const mostExact = 2_000;

/**
 * How many contacts have facts under each version, ad referrals left out. Where there are many facts, counted in a
 * sample of every 256th contact.
 */
export async function countContactsByVersion(
  db: Db,
  organizationId: string,
): Promise<{ estimated: boolean; contacts: ReadonlyMap<number, number> }> {
  const sample = await count(db, organizationId, Prisma.sql`and contact < '\\x01'::bytea`);
  const facts = sample.reduce((sum, row) => sum + row.facts, 0);
  const estimated = facts > mostExact;
  const rows = estimated ? sample : await count(db, organizationId, Prisma.empty);
  const factor = estimated ? sampleParts : 1;
  return { estimated, contacts: new Map(rows.map(({ version, contacts }) => [version, contacts * factor])) };
}

function count(db: Db, organizationId: string, part: Prisma.Sql) {
  return db.$queryRaw<{ version: number; contacts: number; facts: number }[]>`
    select version, count(distinct contact)::int as contacts, count(*)::int as facts from (
      select contact_key_version as version, contact from opt_in
        where organization_id = ${organizationId} and contact is not null ${part}
      union all
      select contact_key_version, contact from exposure
        where organization_id = ${organizationId} and contact is not null ${part}
      union all
      select contact_key_version, contact from signal
        where organization_id = ${organizationId} and contact is not null ${part}
    ) fact where version is not null group by version`;
}
