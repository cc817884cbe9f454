import { joinPeople } from "../../core/contacts/join-people.ts";
import { lockFactsShared } from "./facts-lock.ts";
import type { Db } from "./open-database.ts";

/** Two hashes of one person, hexadecimal, each with the version of the key that made it. */
export interface ContactPair {
  readonly from: string;
  readonly fromKeyVersion: number;
  readonly to: string;
  readonly toKeyVersion: number;
  /** When this was told (ISO text): a pair of a person who was erased since is left out. Absent: now. */
  readonly toldAt?: string;
}

/**
 * Notes that hashes belong to one person. The table stays flat: every hash of a group but one has a row that names that
 * one (core/contacts/join-people.ts says which), and the same pairs in any order, repeated, over any number of calls
 * and writers, give the same rows. A database trigger asks the cells loop to move the facts over.
 *
 * Call it at the beginning of a transaction, before facts are written: it waits for other writers of the organization,
 * and whoever holds rows of facts while waiting may wait for ever. It takes part in `lockFactsShared` itself, so that
 * all take the two locks in the same order.
 */
export async function joinContacts(
  tx: Db,
  organizationId: string,
  pairs: readonly ContactPair[],
): Promise<void> {
  const different = pairs.filter(({ from, to }) => from !== to);
  if (different.length === 0) return;
  await lockAliases(tx, organizationId);
  const links = await withoutErased(tx, organizationId, different);
  const people = await findPeople(tx, organizationId, [
    ...new Set(links.flatMap(({ from, to }) => [from, to])),
  ]);
  const rootOf = (hash: string, keyVersion: number) => people.get(hash) ?? { hash, keyVersion };
  const moved = joinPeople(
    links.map(({ from, fromKeyVersion, to, toKeyVersion }) => ({
      from: rootOf(from, fromKeyVersion),
      to: rootOf(to, toKeyVersion),
    })),
  );
  if (moved.size === 0) return;
  const rows = [...moved].map(([old, person]) => ({ old, person: person.hash, version: person.keyVersion }));
  const text = JSON.stringify(rows);
  await tx.$executeRaw`
    update contact_alias a set person = decode(m."person", 'hex'), person_key_version = m."version"
    from jsonb_to_recordset(${text}::jsonb) as m("old" text, "person" text, "version" int)
    where a.organization_id = ${organizationId} and a.person = decode(m."old", 'hex')`;
  await tx.$executeRaw`
    insert into contact_alias (organization_id, contact, person, person_key_version)
    select ${organizationId}, decode(m."old", 'hex'), decode(m."person", 'hex'), m."version"
    from jsonb_to_recordset(${text}::jsonb) as m("old" text, "person" text, "version" int) order by m."old"
    on conflict (organization_id, contact) do update set person = excluded.person,
      person_key_version = excluded.person_key_version
    where contact_alias.person <> excluded.person`;
}

/** One at a time changes who is who in an organization, until the transaction ends. */
export async function lockAliases(tx: Db, organizationId: string): Promise<void> {
  await lockFactsShared(tx, organizationId);
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`contact-alias ${organizationId}`}, 0))`;
}

async function withoutErased(tx: Db, organizationId: string, pairs: readonly ContactPair[]) {
  const hashes = [...new Set(pairs.flatMap(({ from, to }) => [from, to]))];
  const rows = await tx.$queryRaw<{ contact: string; erasedAt: Date }[]>`
    select encode(contact, 'hex') as contact, erased_at as "erasedAt" from erased_contact
    where organization_id = ${organizationId}
      and contact in (select decode(h, 'hex') from unnest(${hashes}::text[]) h)`;
  if (rows.length === 0) return pairs;
  const erasedAt = new Map(rows.map((row) => [row.contact, row.erasedAt.getTime()]));
  const gone = (hash: string, toldAt: string) => (erasedAt.get(hash) ?? -Infinity) > Date.parse(toldAt);
  return pairs.filter(
    ({ from, to, toldAt }) => toldAt === undefined || !(gone(from, toldAt) || gone(to, toldAt)),
  );
}

/** Who stands for each of these hashes; hashes without a row, those who stand for others included, are not in it. */
async function findPeople(tx: Db, organizationId: string, hashes: readonly string[]) {
  const rows = await tx.$queryRaw<{ contact: string; person: string; version: number }[]>`
    select encode(contact, 'hex') as contact, encode(person, 'hex') as person, person_key_version as version
    from contact_alias where organization_id = ${organizationId}
      and contact in (select decode(h, 'hex') from unnest(${[...hashes]}::text[]) h)`;
  return new Map(
    rows.map(({ contact, person, version }) => [contact, { hash: person, keyVersion: version }]),
  );
}

/**
 * Of these, the pairs whose older hash is known here (has facts, or stands in for or under another hash) and is not
 * noted as the same person yet.
 */
export async function findUnlinkedPairs(
  tx: Db,
  organizationId: string,
  pairs: readonly ContactPair[],
): Promise<ContactPair[]> {
  const rows = await tx.$queryRaw<{ place: number }[]>`
    select p."place" from (
      select x."place", decode(x."from", 'hex') as old, decode(x."to", 'hex') as new
      from jsonb_to_recordset(${JSON.stringify(pairs.map(({ from, to }, place) => ({ place, from, to })))}::jsonb)
        as x("place" int, "from" text, "to" text)
    ) p
    left join contact_alias a on a.organization_id = ${organizationId} and a.contact = p.old
    left join contact_alias b on b.organization_id = ${organizationId} and b.contact = p.new
    where coalesce(a.person, p.old) <> coalesce(b.person, p.new) and (a.contact is not null
      or exists (select 1 from contact_alias o where o.organization_id = ${organizationId} and o.person = p.old)
      or exists (select 1 from opt_in o where o.organization_id = ${organizationId} and o.contact = p.old)
      or exists (select 1 from exposure o where o.organization_id = ${organizationId} and o.contact = p.old)
      or exists (select 1 from signal o where o.organization_id = ${organizationId} and o.contact = p.old))`;
  return rows.flatMap(({ place }) => pairs[place] ?? []);
}

/** Every hash of the person behind these: aliases and links, over any number of steps. Hexadecimal. */
export async function findAllHashes(
  tx: Db,
  organizationId: string,
  hashes: readonly string[],
): Promise<string[]> {
  const rows = await tx.$queryRaw<{ contact: string }[]>`
    with recursive same(contact) as (
      select decode(h, 'hex') from unnest(${[...hashes]}::text[]) h
      union
      select next.contact from same cross join lateral (
        select person as contact from contact_alias
          where organization_id = ${organizationId} and contact_alias.contact = same.contact
        union all
        select contact_alias.contact from contact_alias
          where organization_id = ${organizationId} and person = same.contact
        union all
        select to_contact from contact_link
          where organization_id = ${organizationId} and from_contact = same.contact
        union all
        select from_contact from contact_link
          where organization_id = ${organizationId} and to_contact = same.contact
      ) next
    )
    select encode(contact, 'hex') as contact from same order by contact`;
  return rows.map(({ contact }) => contact);
}
