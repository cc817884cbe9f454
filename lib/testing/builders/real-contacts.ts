import { loadContactKeys, storeContactKey } from "../../adapters/db/contact-keys.ts";
import type { PrismaClient } from "../../adapters/db/generated/client.ts";
import { contactKeyPlace, createContactHasher } from "../../adapters/secrets/contact-hasher.ts";
import type { ContactHasherPort, SealerPort } from "../../services/context.ts";

/** Keyed hashes as in production, for tests that look for people in what is stored. */
export function realContacts(
  database: { readonly client: PrismaClient },
  sealer: SealerPort,
): ContactHasherPort {
  return createContactHasher({
    loadKeys: (organizationId) => loadContactKeys(database.client, organizationId),
    storeKey: (organizationId, key) =>
      storeContactKey(database.client, {
        organizationId,
        ...key,
        createdAt: new Date("2026-06-01T09:00:00Z"),
      }),
    seal: (organizationId, version, key) => sealer.seal(contactKeyPlace(organizationId, version), key),
    open: (organizationId, version, sealed) => sealer.open(contactKeyPlace(organizationId, version), sealed),
  });
}
