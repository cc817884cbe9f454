import type { Db } from "./open-database.ts";

export interface SealedContactKey {
  readonly version: number;
  readonly sealed: Uint8Array;
}

/**
 * A key that is being retired hashes nobody any more, while facts under it still wait to be made anonymous: its
 * `retired_at` is infinity. A retired one keeps the time; its key is overwritten, except for the first version, which
 * makes message ids for ever.
 */
export type ContactKeyState = "active" | "retiring" | "retired";

export interface StoredContactKey {
  readonly version: number;
  readonly createdAt: Date;
  readonly state: ContactKeyState;
  /** Null unless `retired`. */
  readonly retiredAt: Date | null;
}

/** The first key, retired or not, and all that are not retired, in order of versions. */
export async function loadContactKeys(
  db: Db,
  organizationId: string,
): Promise<(SealedContactKey & { retired: boolean })[]> {
  return db.$queryRaw<(SealedContactKey & { retired: boolean })[]>`
    select version, key_cipher as sealed, retired_at is not null as retired from contact_key
    where organization_id = ${organizationId} and (retired_at is null
      or version = (select min(version) from contact_key where organization_id = ${organizationId}))
    order by version`;
}

/** Inserts unless the version is taken, and returns what is stored afterwards: two processes end with one key. */
export async function storeContactKey(
  db: Db,
  key: { organizationId: string; version: number; sealed: Uint8Array; createdAt: Date },
): Promise<SealedContactKey> {
  const { organizationId, version, createdAt } = key;
  await db.contactKey.createMany({
    data: [{ organizationId, version, keyCipher: Uint8Array.from(key.sealed), createdAt }],
    skipDuplicates: true,
  });
  const row = await db.contactKey.findUniqueOrThrow({
    where: { organizationId_version: { organizationId, version } },
    select: { version: true, keyCipher: true },
  });
  return { version: row.version, sealed: row.keyCipher };
}

/** All versions, newest first. */
export async function listContactKeyRows(db: Db, organizationId: string): Promise<StoredContactKey[]> {
  return db.$queryRaw<StoredContactKey[]>`
    select version, created_at as "createdAt",
      case when retired_at is null then 'active' when isfinite(retired_at) then 'retired' else 'retiring' end as state,
      case when isfinite(retired_at) then retired_at end as "retiredAt"
    from contact_key where organization_id = ${organizationId} order by version desc`;
}

/** The sealed key of one version in use; null when there is none or it is retired. */
export async function findActiveContactKey(
  db: Db,
  organizationId: string,
  version: number,
): Promise<Uint8Array | null> {
  const row = await db.contactKey.findFirst({
    where: { organizationId, version, retiredAt: null },
    select: { keyCipher: true },
  });
  return row?.keyCipher ?? null;
}

/** One at a time changes which keys an organization has, until the transaction ends. */
export async function lockContactKeys(tx: Db, organizationId: string): Promise<void> {
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`contact-keys ${organizationId}`}, 0))`;
}

export async function beginRetiringKey(tx: Db, organizationId: string, version: number): Promise<void> {
  await tx.$executeRaw`update contact_key set retired_at = 'infinity'
    where organization_id = ${organizationId} and version = ${version} and retired_at is null`;
}

/** The key is gone after this, but for the first version. */
export async function finishRetiringKey(
  tx: Db,
  organizationId: string,
  version: number,
  at: Date,
): Promise<void> {
  await tx.$executeRaw`update contact_key set retired_at = ${at},
      key_cipher = case when version = 1 then key_cipher else ''::bytea end
    where organization_id = ${organizationId} and version = ${version} and retired_at = 'infinity'`;
}

/** Keys whose facts are still being made anonymous, of all organizations. */
export async function findRetiringKeys(db: Db): Promise<{ organizationId: string; version: number }[]> {
  return db.$queryRaw<{ organizationId: string; version: number }[]>`
    select organization_id as "organizationId", version from contact_key where retired_at = 'infinity'
    order by organization_id, version`;
}
