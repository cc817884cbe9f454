import type { Db } from "./open-database.ts";

export interface SealedContactKey {
  readonly version: number;
  readonly sealed: Uint8Array;
}

/** The organization's newest contact key that is not retired, or its first one, retired or not. */
export async function loadContactKey(
  db: Db,
  organizationId: string,
  which: "newest" | "first",
): Promise<SealedContactKey | null> {
  const row = await db.contactKey.findFirst({
    where: which === "newest" ? { organizationId, retiredAt: null } : { organizationId },
    orderBy: { version: which === "newest" ? "desc" : "asc" },
  });
  return row === null ? null : { version: row.version, sealed: row.keyCipher };
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
  });
  return { version: row.version, sealed: row.keyCipher };
}
