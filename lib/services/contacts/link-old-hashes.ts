import { findUnlinkedPairs, joinContacts, type ContactPair } from "../../adapters/db/contact-aliases.ts";
import { carryErasures } from "../../adapters/db/erased-contacts.ts";
import { lockFactsShared } from "../../adapters/db/facts-lock.ts";
import type { Db } from "../../adapters/db/open-database.ts";

/**
 * While a new contact key comes into use: people who are known under an older one keep their history. Their facts are
 * filed under the new hash from now on, and the cells loop moves the earlier ones over. An erasure holds for the new
 * hash too.
 *
 * Call it first in the transaction that writes facts (adapters/db/contact-aliases.ts says why). Asks the database
 * nothing when only one key is in use.
 *
 * @param versions the hasher's: keys in use, newest first.
 * @param seen each contact under the newest key, and under the others in the order of `versions`.
 */
export async function linkOldHashes(
  tx: Db,
  organizationId: string,
  versions: readonly number[],
  seen: readonly { readonly current: string; readonly older: readonly string[] }[],
): Promise<void> {
  const pairs = new Map<string, ContactPair>();
  const [toKeyVersion] = versions;
  if (toKeyVersion === undefined) return;
  for (const { current, older } of seen) {
    older.forEach((from, place) => {
      const fromKeyVersion = versions[place + 1];
      if (fromKeyVersion === undefined) return;
      pairs.set(from, { from, fromKeyVersion, to: current, toKeyVersion });
    });
  }
  if (pairs.size === 0) return;
  const all = [...pairs.values()];
  await lockFactsShared(tx, organizationId);
  await carryErasures(tx, organizationId, all);
  await joinContacts(tx, organizationId, await findUnlinkedPairs(tx, organizationId, all));
}
