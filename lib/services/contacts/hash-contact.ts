import { readContact } from "../../core/contacts/read-contact.ts";
import type { ContactHasher, ServicePorts } from "../context.ts";

export interface HashedContact {
  readonly fault: null;
  /** Hexadecimal, 64 characters: what may be stored. */
  readonly contact: string;
  readonly keyVersion: number;
  /** The same person under older keys that are still in use; for `linkOldHashes`. Empty for hashes of the sender's. */
  readonly older: readonly string[];
  /**
   * The same text for the same person whatever the key of today, to make ids of rows from. Never store it: put it
   * through `hasher.messageKey` together with what else makes the row itself. A number, and its hash under version 1,
   * give the same; a number and its hash under a later version do not, since nobody can turn one hash into another.
   */
  readonly stableKey: string;
}
export interface ContactRefusal {
  /** Stands behind the field's name; never holds what was given. */
  readonly fault: string;
}
export type HashContact = (raw: unknown) => HashedContact | ContactRefusal;

/**
 * Makes people unrecognisable at the edge: opens the organization's keys once, then answers for each contact of a
 * batch without waiting. What a contact may look like says core/contacts/read-contact.ts.
 *
 * @throws what the sealer throws when the keys cannot be opened: without them no contact may be stored.
 */
export async function openContactHasher(
  ports: Pick<ServicePorts, "contacts">,
  organizationId: string,
): Promise<{ readonly hasher: ContactHasher; readonly hashContact: HashContact }> {
  const hasher = await ports.contacts.open(organizationId);
  return { hasher, hashContact: (raw) => hashWith(hasher, raw) };
}

function hashWith(hasher: ContactHasher, raw: unknown): HashedContact | ContactRefusal {
  const read = readContact(raw);
  if (read.form === "fault") return { fault: read.message };
  if (read.form === "hash") {
    const { hash: contact, keyVersion, versionGiven } = read;
    if (!hasher.versions.includes(keyVersion)) return { fault: unusable(hasher, keyVersion, versionGiven) };
    const stableKey = keyVersion === 1 ? contact : `v${keyVersion}:${contact}`;
    return { fault: null, contact, keyVersion, older: [], stableKey };
  }
  const [newest, ...older] = hasher.hashes(read.identity);
  if (newest === undefined) return { fault: "cannot be hashed: there is no contact key in use" };
  const first = older.at(-1) ?? newest;
  return {
    fault: null,
    contact: newest.hash,
    keyVersion: newest.version,
    older: older.map(({ hash }) => hash),
    stableKey: first.version === 1 ? first.hash : hasher.stableHash(read.identity),
  };
}

function unusable(hasher: ContactHasher, version: number, versionGiven: boolean): string {
  const newest = hasher.keyVersion;
  if (version > newest) return `names version ${version} of the contact key, which does not exist`;
  const how = `hash with version ${newest} and write v${newest}: before the 64 characters`;
  return versionGiven
    ? `is a hash under version ${version} of the contact key, which is no longer used: ${how}`
    : `is a hash without a version, which means version 1, and that key is no longer used: ${how}`;
}
