import { loadDataKey, storeDataKey } from "../../adapters/db/data-keys.ts";
import type { PrismaClient } from "../../adapters/db/generated/client.ts";
import { deriveKeys } from "../../adapters/secrets/derive-keys.ts";
import { createSealer } from "../../adapters/secrets/sealer.ts";
import type { SealerPort } from "../../services/context.ts";

/** Encryption as in production, for tests that look for secrets in what is stored. */
export function realSealer(database: { readonly client: PrismaClient }): SealerPort {
  const { wrappingKey } = deriveKeys("an app secret of at least thirty-two characters");
  return createSealer({
    wrappingKey,
    loadDataKey: (organizationId, keyId) => loadDataKey(database.client, organizationId, keyId),
    storeDataKey: (organizationId, id, wrapped) =>
      storeDataKey(database.client, {
        organizationId,
        id,
        wrapped,
        createdAt: new Date("2026-06-01T09:00:00Z"),
      }),
  });
}
