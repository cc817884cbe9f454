import type { ApiKey } from "./generated/client.ts";
import type { Db } from "./open-database.ts";

export type StoredApiKey = ApiKey;

export interface ApiKeyKey {
  readonly organizationId: string;
  readonly id: string;
}

export async function insertApiKey(
  db: Db,
  apiKey: Omit<StoredApiKey, "lastUsedAt" | "revokedAt">,
): Promise<StoredApiKey> {
  return db.apiKey.create({ data: apiKey });
}

export async function findApiKey(db: Db, key: ApiKeyKey): Promise<StoredApiKey | null> {
  return db.apiKey.findUnique({
    where: { organizationId_id: { organizationId: key.organizationId, id: key.id } },
  });
}

/** Keys that were not revoked (expired ones stay visible), oldest first. */
export async function listApiKeyRows(
  db: Db,
  organizationId: string,
  page: { readonly after: string | null; readonly take: number },
): Promise<StoredApiKey[]> {
  return db.apiKey.findMany({
    where: { organizationId, revokedAt: null, ...(page.after === null ? {} : { id: { gt: page.after } }) },
    orderBy: { id: "asc" },
    take: page.take,
  });
}

/** Ids of the keys of that name that were not revoked. */
export async function listUsableApiKeyIds(db: Db, organizationId: string, name: string): Promise<string[]> {
  const rows = await db.apiKey.findMany({
    where: { organizationId, name, revokedAt: null },
    select: { id: true },
  });
  return rows.map(({ id }) => id);
}

/** The key as it was revoked now; null when there is none or it was revoked before. */
export async function revokeApiKeyRow(db: Db, key: ApiKeyKey, at: Date): Promise<StoredApiKey | null> {
  const rows = await db.apiKey.updateManyAndReturn({
    where: { organizationId: key.organizationId, id: key.id, revokedAt: null },
    data: { revokedAt: at },
  });
  return rows[0] ?? null;
}

/** Notes a use, but not again while the noted one is newer than `unlessAfter`. */
export async function touchApiKey(
  db: Db,
  key: ApiKeyKey,
  used: { readonly at: Date; readonly unlessAfter: Date },
): Promise<void> {
  await db.apiKey.updateMany({
    where: {
      organizationId: key.organizationId,
      id: key.id,
      OR: [{ lastUsedAt: null }, { lastUsedAt: { lte: used.unlessAfter } }],
    },
    data: { lastUsedAt: used.at },
  });
}
