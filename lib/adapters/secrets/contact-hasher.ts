import { createHmac, createSecretKey, randomBytes, type KeyObject } from "node:crypto";

export interface StoredContactKey {
  readonly version: number;
  readonly sealed: Uint8Array;
}

export interface ContactHasherParts {
  /** The organization's newest key that is not retired, or its first one; null when there is none. */
  readonly loadKey: (organizationId: string, which: "newest" | "first") => Promise<StoredContactKey | null>;
  /** Inserts unless the version is taken, and returns what is stored under it afterwards. */
  readonly storeKey: (organizationId: string, key: StoredContactKey) => Promise<StoredContactKey>;
  readonly seal: (organizationId: string, version: number, key: string) => Promise<Uint8Array>;
  readonly open: (organizationId: string, version: number, sealed: Uint8Array) => Promise<string>;
}

export interface ContactHasher {
  readonly keyVersion: number;
  hash(identity: string): Uint8Array<ArrayBuffer>;
  /** A message's id in our rows. Meta's own id spells the person's number in Base64. */
  messageKey(messageId: string): string;
}

const keyBytes = 32;
/** 128 bits: among a billion messages two meet with a chance below one in 10^20. */
const messageKeyBytes = 16;
const rereadAfterMs = 60_000;

/**
 * Keyed hashes of contacts. A plain hash of a phone number is no protection: the numbers of a country can be tried in
 * a minute. The key is random, one an organization, kept sealed, and does not follow from APP_SECRET, whose change
 * would turn every person into a stranger. Deleting the key erases all contacts at once.
 *
 * Message ids are hashed with the organization's first key, whatever the version of today: statuses must find the
 * message that was sent before a new version. A process notices a new key version within a minute.
 *
 * @throws what the sealer throws when the key cannot be opened: without it no contact may be stored.
 */
export function createContactHasher(parts: ContactHasherParts): {
  open(organizationId: string): Promise<ContactHasher>;
} {
  const known = new Map<string, { until: number; hasher: Promise<ContactHasher> }>();

  async function load(organizationId: string): Promise<ContactHasher> {
    let first = await parts.loadKey(organizationId, "first");
    if (first === null) {
      const sealed = await parts.seal(organizationId, 1, randomBytes(keyBytes).toString("base64url"));
      first = await parts.storeKey(organizationId, { version: 1, sealed });
    }
    const newest = (await parts.loadKey(organizationId, "newest")) ?? first;
    return hasherOf({
      contactKey: await openKey(organizationId, newest),
      messageKey: await openKey(organizationId, first),
      keyVersion: newest.version,
    });
  }

  async function openKey(organizationId: string, stored: StoredContactKey): Promise<KeyObject> {
    const opened = await parts.open(organizationId, stored.version, stored.sealed);
    return createSecretKey(Buffer.from(opened, "base64url"));
  }

  return {
    open(organizationId) {
      const now = performance.now();
      const cached = known.get(organizationId);
      if (cached !== undefined && cached.until > now) return cached.hasher;
      const hasher = load(organizationId);
      known.set(organizationId, { until: now + rereadAfterMs, hasher });
      hasher.catch(() => known.delete(organizationId));
      return hasher;
    },
  };
}

/** Where a sealed contact key lives. */
export function contactKeyPlace(organizationId: string, version: number) {
  return { organizationId, table: "contact_key", id: String(version), field: "key" };
}

/** HMAC-SHA-256 of the UTF-8 bytes. A sender that holds the key gets the same from any HMAC library. */
function hasherOf(keys: { contactKey: KeyObject; messageKey: KeyObject; keyVersion: number }): ContactHasher {
  return {
    keyVersion: keys.keyVersion,
    hash: (identity) =>
      new Uint8Array(createHmac("sha256", keys.contactKey).update(identity, "utf8").digest()),
    messageKey: (messageId) =>
      createHmac("sha256", keys.messageKey)
        .update(`message ${messageId}`, "utf8")
        .digest()
        .toString("base64url", 0, messageKeyBytes),
  };
}
