import { Prisma } from "./generated/client.ts";
import type { Db } from "./open-database.ts";

/** What a signal counts for that no message, source or opt-in belongs to; adapters/db/recount-facts.ts says the same. */
export const ofNoSource = Prisma.sql`case when kind = 'resume' then '[]'::jsonb else jsonb_build_array(
      jsonb_build_object('s', null, 'c', null, 'k', null, 't', null, 'a', -1, 'l', 1, 'f', 1, 'w', 1000000)) end`;

/** How many rows lost their person. */
export interface ErasedRows {
  readonly optIns: number;
  readonly exposures: number;
  readonly signals: number;
}

/**
 * Takes the person out of every fact. What a fact counts for stands in the fact itself and stays.
 *
 * Signals go first, opt-ins last: the triggers would otherwise find facts of this contact that are still to be counted
 * anew, and count them without what was taken already. A signal that nobody has counted yet counts for no source.
 */
export async function anonymiseContacts(
  tx: Db,
  organizationId: string,
  hashes: readonly string[],
): Promise<ErasedRows> {
  const contacts = hashes.map((hash) => Uint8Array.from(Buffer.from(hash, "hex")));
  const signals = await tx.$executeRaw`
    update signal set contact = null, contact_key_version = null, erased = true,
      touches = coalesce(touches, ${ofNoSource})
    where organization_id = ${organizationId} and contact = any(${contacts}::bytea[])`;
  const exposures = await tx.$executeRaw`
    update exposure set contact = null, contact_key_version = null, erased = true
    where organization_id = ${organizationId} and contact = any(${contacts}::bytea[])`;
  const optIns = await tx.$executeRaw`
    update opt_in set contact = null, contact_key_version = null, erased = true
    where organization_id = ${organizationId} and contact = any(${contacts}::bytea[])`;
  await tx.$executeRaw`
    update ad_referral set contact = null, contact_key_version = null
    where organization_id = ${organizationId} and contact = any(${contacts}::bytea[])`;
  await tx.$executeRaw`
    update opt_out_watch set contact = null
    where organization_id = ${organizationId} and contact = any(${contacts}::bytea[])`;
  return { optIns, exposures, signals };
}

/** Forgets which hashes were one person, and what waited to be counted for them: nothing is filed under them now. */
export async function forgetHashes(tx: Db, organizationId: string, hashes: readonly string[]): Promise<void> {
  const contacts = hashes.map((hash) => Uint8Array.from(Buffer.from(hash, "hex")));
  await tx.$executeRaw`delete from contact_alias where organization_id = ${organizationId}
    and (contact = any(${contacts}::bytea[]) or person = any(${contacts}::bytea[]))`;
  await tx.$executeRaw`delete from contact_link where organization_id = ${organizationId}
    and (from_contact = any(${contacts}::bytea[]) or to_contact = any(${contacts}::bytea[]))`;
  await tx.$executeRaw`delete from recount_entry
    where organization_id = ${organizationId} and contact = any(${contacts}::bytea[])`;
}

/** Notes that what was told of these hashes before `at` must not bring the person back, as a replay would. */
export async function storeErasedContacts(
  tx: Db,
  organizationId: string,
  hashes: readonly string[],
  at: Date,
): Promise<void> {
  await tx.$executeRaw`
    insert into erased_contact (organization_id, contact, erased_at)
    select ${organizationId}, decode(h, 'hex'), ${at} from unnest(${[...hashes]}::text[]) h order by h
    on conflict (organization_id, contact) do update
      set erased_at = greatest(erased_contact.erased_at, excluded.erased_at)`;
}

/** An erasure under an older key holds for the same person's hash under a newer one. */
export async function carryErasures(
  tx: Db,
  organizationId: string,
  pairs: readonly { readonly from: string; readonly to: string }[],
): Promise<void> {
  await tx.$executeRaw`
    insert into erased_contact (organization_id, contact, erased_at)
    select ${organizationId}, decode(p."to", 'hex'), max(e.erased_at)
    from jsonb_to_recordset(${JSON.stringify(pairs)}::jsonb) as p("from" text, "to" text)
    join erased_contact e on e.organization_id = ${organizationId} and e.contact = decode(p."from", 'hex')
    group by p."to" order by p."to"
    on conflict (organization_id, contact) do update set erased_at = excluded.erased_at
      where erased_contact.erased_at < excluded.erased_at`;
}

/** Drops notes of erasures that no kept webhook body is older than: nothing is left that could bring anybody back. */
export async function dropOldErasures(db: Db, before: Date): Promise<number> {
  return db.$executeRaw`
    delete from erased_contact e where e.erased_at < ${before} and not exists (
      select 1 from webhook_delivery d
      where d.organization_id = e.organization_id and d.occurred_at <= e.erased_at)`;
}
