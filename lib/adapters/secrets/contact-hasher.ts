import { createHmac, createSecretKey, randomBytes, type KeyObject } from "node:crypto";

export interface StoredContactKey {
  readonly version: number;
  readonly sealed: Uint8Array;
}

export interface ContactHasherParts {
  /**
   * The organization's first key, retired or not, and every one that is not retired; in order of versions. Empty when
   * there is none at all.
   */
  readonly loadKeys: (
    organizationId: string,
  ) => Promise<readonly (StoredContactKey & { readonly retired: boolean })[]>;
  /** Inserts unless the version is taken, and returns what is stored under it afterwards. */
  readonly storeKey: (organizationId: string, key: StoredContactKey) => Promise<StoredContactKey>;
  readonly seal: (organizationId: string, version: number, key: string) => Promise<Uint8Array>;
  readonly open: (organizationId: string, version: number, sealed: Uint8Array) => Promise<string>;
}

export interface ContactHasher {
  readonly keyVersion: number;
  hash(identity: string): Uint8Array<ArrayBuffer>;
  /** Of the keys that are not retired, newest first. */
  readonly versions: readonly number[];
  /** Under each of these keys, newest first, in hexadecimal. */
  hashes(identity: string): readonly { readonly version: number; readonly hash: string }[];
  /** Under the first key, retired or not, in hexadecimal. To make ids of rows from, never to be stored. */
  stableHash(identity: string): string;
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
 * would turn every person into a stranger.
 *
 * There may be several versions in use: facts are filed under the newest, and a person is looked for under the others
 * too until they are retired (docs/hash-contacts.md).
 *
 * Message ids are hashed with the organization's first key, whatever the version of today: statuses must find the
 * message that was sent before a new version. A process notices a new key version within a minute.
 *
 * @throws what the sealer throws when the key cannot be opened: without it no contact may be stored.
 */
export function createContactHasher(parts: ContactHasherParts): {
  open(organizationId: string): Promise<ContactHasher>;
  forget(organizationId: string): void;
  sealNewKey(organizationId: string, version: number): Promise<Uint8Array>;
  openKey(organizationId: string, version: number, sealed: Uint8Array): Promise<string>;
} {
  const known = new Map<string, { until: number; hasher: Promise<ContactHasher> }>();

  async function load(organizationId: string): Promise<ContactHasher> {
    let stored = await parts.loadKeys(organizationId);
    if (stored.length === 0) {
      const sealed = await sealNewKey(organizationId, 1);
      stored = [{ ...(await parts.storeKey(organizationId, { version: 1, sealed })), retired: false }];
    }
    const opened = await Promise.all(
      stored.map(async (key) => ({ ...key, key: await openKey(organizationId, key) })),
    );
    return hasherOf(opened);
  }

  function sealNewKey(organizationId: string, version: number): Promise<Uint8Array> {
    return parts.seal(organizationId, version, randomBytes(keyBytes).toString("base64url"));
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
    forget: (organizationId) => void known.delete(organizationId),
    sealNewKey,
    openKey: (organizationId, version, sealed) => parts.open(organizationId, version, sealed),
  };
}

/** Where a sealed contact key lives. */
export function contactKeyPlace(organizationId: string, version: number) {
  return { organizationId, table: "contact_key", id: String(version), field: "key" };
}

interface OpenKey {
  readonly version: number;
  readonly retired: boolean;
  readonly key: KeyObject;
}

/** HMAC-SHA-256 of the UTF-8 bytes. A sender that holds the key gets the same from any HMAC library. */
function hasherOf(keys: readonly OpenKey[]): ContactHasher {
  const usable = keys.filter(({ retired }) => !retired).reverse();
  const [first] = keys;
  // The last key in use cannot be retired, so this is a damaged table: hash nobody rather than under a dead key.
  const newest = usable[0];
  if (first === undefined || newest === undefined) throw new Error("No contact key is in use.");
  return {
    keyVersion: newest.version,
    versions: usable.map(({ version }) => version),
    hash: (identity) => new Uint8Array(createHmac("sha256", newest.key).update(identity, "utf8").digest()),
    hashes: (identity) => usable.map(({ version, key }) => ({ version, hash: hexHash(key, identity) })),
    stableHash: (identity) => hexHash(first.key, identity),
    messageKey: (messageId) =>
      createHmac("sha256", first.key)
        .update(`message ${messageId}`, "utf8")
        .digest()
        .toString("base64url", 0, messageKeyBytes),
  };
}

function hexHash(key: KeyObject, identity: string): string {
  return createHmac("sha256", key).update(identity, "utf8").digest("hex");
}
