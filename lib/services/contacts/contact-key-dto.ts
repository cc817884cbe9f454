import { countContactsByVersion } from "../../adapters/db/contact-key-retirement.ts";
import { listContactKeyRows } from "../../adapters/db/contact-keys.ts";
import type { Db } from "../../adapters/db/open-database.ts";
import type { ContactKeyDto } from "../../contracts/contacts.ts";

/** All versions, newest first, with how many contacts are still under each. */
export async function readContactKeys(db: Db, organizationId: string): Promise<ContactKeyDto[]> {
  const [rows, counted] = [
    await listContactKeyRows(db, organizationId),
    await countContactsByVersion(db, organizationId),
  ];
  return rows.map(({ version, createdAt, state, retiredAt }) => ({
    version,
    createdAt: createdAt.toISOString(),
    state,
    retiredAt: retiredAt?.toISOString() ?? null,
    contacts: counted.contacts.get(version) ?? 0,
    contactsEstimated: counted.estimated,
  }));
}
