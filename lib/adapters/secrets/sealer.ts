import type { KeyObject } from "node:crypto";
import { decrypt, encrypt, lengthPrefixed } from "./aes-gcm.ts";
import { SealError } from "./seal-error.ts";
import { makeDataKey, unwrapDataKey } from "./wrapped-data-key.ts";

/** Where a sealed value lives. A ciphertext copied to any other place does not open. */
export interface SealedPlace {
  readonly organizationId: string;
  readonly table: string;
  readonly id: string;
  readonly field: string;
}

export interface StoredDataKey {
  readonly keyId: string;
  readonly wrapped: Uint8Array;
}

export interface SealerParts {
  readonly wrappingKey: KeyObject;
  /** The named key, retired or not; without a name the organization's current key. Null when there is none. */
  readonly loadDataKey: (organizationId: string, keyId?: string) => Promise<StoredDataKey | null>;
  /** Inserts unless (organization, key id) is taken, and returns what is stored there afterwards. */
  readonly storeDataKey: (
    organizationId: string,
    keyId: string,
    wrapped: Uint8Array<ArrayBuffer>,
  ) => Promise<StoredDataKey>;
  /**
   * Names an organization's new key. The default is the constant "1": two processes at first use then collide on the
   * table's primary key, which is what makes them end with one key. Ids are 1 to 255 printable ASCII characters.
   */
  readonly newId?: (organizationId: string) => string;
}

export interface Sealer {
  seal(place: SealedPlace, plaintext: string): Promise<Uint8Array<ArrayBuffer>>;
  open(place: SealedPlace, ciphertext: Uint8Array): Promise<string>;
  /** As `seal` and `open`, for values that are bytes already. A text sealed by one is read as UTF-8 by the other. */
  sealBytes(place: SealedPlace, plaintext: Uint8Array): Promise<Uint8Array<ArrayBuffer>>;
  openBytes(place: SealedPlace, ciphertext: Uint8Array): Promise<Uint8Array<ArrayBuffer>>;
  /** Drops an organization's keys from memory, after they were deleted or retired in the database. */
  forget(organizationId: string): void;
}

interface DataKey {
  readonly id: string;
  readonly key: KeyObject;
}

const version = 1;
/** Damaged bytes must not reach the database as text: PostgreSQL refuses some with an error of its own. */
const keyIdPattern = /^[\x21-\x7e]{1,255}$/;
const notSealed = "This is not a value that Staygreen has encrypted.";

/**
 * Encryption at rest in envelopes: every organization has a random data key, itself encrypted under the wrapping key,
 * so that changing APP_SECRET re-wraps a few keys and deleting a key erases all that it sealed.
 *
 * A value is: version byte, length of the key id, key id, then AES-256-GCM. Version, key id and place are the
 * additional data. Data keys are read once and kept in memory. The first use for an organization reads the database:
 * with the embedded one, which has a single connection, never seal or open inside a transaction.
 *
 * Both methods throw SealError; its message is fit for an administrator and holds no secret.
 */
export function createSealer(parts: SealerParts): Sealer {
  const current = new Map<string, Promise<DataKey>>();
  const named = new Map<string, Promise<DataKey>>();

  async function makeCurrent(organizationId: string): Promise<DataKey> {
    let stored = await parts.loadDataKey(organizationId);
    if (stored === null) {
      const keyId = parts.newId?.(organizationId) ?? "1";
      const { wrapped } = makeDataKey(parts.wrappingKey, organizationId, keyId);
      stored = await parts.storeDataKey(organizationId, keyId, wrapped);
    }
    return unwrapStored(organizationId, stored);
  }

  async function loadNamed(organizationId: string, keyId: string): Promise<DataKey> {
    const stored = await parts.loadDataKey(organizationId, keyId);
    if (stored === null) {
      throw new SealError(
        "unknown-key",
        "The key that encrypted this value is not in the database: it was deleted, or belongs to another organization.",
      );
    }
    return unwrapStored(organizationId, stored);
  }

  /** Always from the stored bytes, also for a key of our own making: what others can not open must not be used. */
  function unwrapStored(organizationId: string, stored: StoredDataKey): DataKey {
    return {
      id: stored.keyId,
      key: unwrapDataKey(parts.wrappingKey, organizationId, stored.keyId, stored.wrapped),
    };
  }

  async function sealBytes(place: SealedPlace, plaintext: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
    const { id, key } = await remember(current, place.organizationId, () =>
      makeCurrent(place.organizationId),
    );
    const header = makeHeader(id);
    const sealed = encrypt(key, plaintext, additionalData(header, place));
    const value = new Uint8Array(header.length + sealed.length);
    value.set(header);
    value.set(sealed, header.length);
    return value;
  }

  async function openBytes(place: SealedPlace, ciphertext: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
    const { header, keyId } = readHeader(ciphertext);
    const { key } = await remember(named, lengthPrefixed([place.organizationId, keyId]).toString("hex"), () =>
      loadNamed(place.organizationId, keyId),
    );
    const plaintext = decrypt(key, ciphertext.subarray(header.length), additionalData(header, place));
    if (plaintext !== null) return plaintext;
    throw new SealError(
      "changed-or-misplaced",
      `The encrypted ${place.field} in ${place.table} was changed, or belongs to another row.`,
    );
  }

  return {
    sealBytes,
    openBytes,
    seal: (place, plaintext) => sealBytes(place, Buffer.from(plaintext, "utf8")),
    open: async (place, ciphertext) => Buffer.from(await openBytes(place, ciphertext)).toString("utf8"),

    forget(organizationId) {
      current.delete(organizationId);
      const prefix = lengthPrefixed([organizationId]).toString("hex");
      for (const name of named.keys()) if (name.startsWith(prefix)) named.delete(name);
    },
  };
}

/** One load for callers that come at the same time; a failed load is forgotten, so that the next caller tries anew. */
function remember(
  cache: Map<string, Promise<DataKey>>,
  name: string,
  load: () => Promise<DataKey>,
): Promise<DataKey> {
  const known = cache.get(name);
  if (known !== undefined) return known;
  const loading = load();
  cache.set(name, loading);
  loading.catch(() => {
    if (cache.get(name) === loading) cache.delete(name);
  });
  return loading;
}

function makeHeader(keyId: string): Buffer {
  if (!keyIdPattern.test(keyId))
    throw new RangeError("A data key's id has 1 to 255 letters, digits or signs.");
  const id = Buffer.from(keyId, "ascii");
  return Buffer.concat([Buffer.from([version, id.length]), id]);
}

function readHeader(value: Uint8Array): { header: Uint8Array; keyId: string } {
  const header = value.subarray(0, 2 + (value[1] ?? 0));
  const keyId = Buffer.from(header.subarray(2)).toString("latin1");
  if (value[0] !== version || keyId.length !== value[1] || !keyIdPattern.test(keyId)) {
    throw new SealError("not-a-sealed-value", notSealed);
  }
  return { header, keyId };
}

function additionalData(header: Uint8Array, place: SealedPlace): Buffer {
  const parts = lengthPrefixed([place.organizationId, place.table, place.id, place.field]);
  return Buffer.concat([header, parts]);
}
