import type { Db } from "./open-database.ts";

export interface StoredDataKey {
  readonly keyId: string;
  readonly wrapped: Uint8Array;
}

/** The named key, retired or not; without a name the organization's newest key that is not retired. */
export async function loadDataKey(
  db: Db,
  organizationId: string,
  keyId?: string,
): Promise<StoredDataKey | null> {
  const row =
    keyId === undefined
      ? await db.dataKey.findFirst({
          where: { organizationId, retiredAt: null },
          orderBy: { createdAt: "desc" },
        })
      : await db.dataKey.findUnique({ where: { organizationId_id: { organizationId, id: keyId } } });
  return row === null ? null : { keyId: row.id, wrapped: row.wrapped };
}

/** Inserts unless the id is taken, and returns what is stored afterwards: two processes end with one key. */
export async function storeDataKey(
  db: Db,
  key: { organizationId: string; id: string; wrapped: Uint8Array<ArrayBuffer>; createdAt: Date },
): Promise<StoredDataKey> {
  await db.dataKey.createMany({ data: [key], skipDuplicates: true });
  const stored = await loadDataKey(db, key.organizationId, key.id);
  if (stored === null) throw new Error("the data key that was just stored is not there");
  return stored;
}
