import { createSecretKey, randomBytes, type KeyObject } from "node:crypto";
import { decrypt, encrypt, lengthPrefixed } from "./aes-gcm.ts";
import { SealError } from "./seal-error.ts";

const version = 1;

/** A new data key for an organization: ready to use, and wrapped for storage. */
export function makeDataKey(
  wrappingKey: KeyObject,
  organizationId: string,
  keyId: string,
): { key: KeyObject; wrapped: Uint8Array<ArrayBuffer> } {
  const raw = randomBytes(32);
  return { key: createSecretKey(raw), wrapped: wrap(wrappingKey, organizationId, keyId, raw) };
}

/**
 * Opens a stored data key.
 *
 * @throws SealError "wrong-master-key" when the wrapping key is not the one that wrapped it, or when the row was moved
 * to another organization or changed.
 */
export function unwrapDataKey(
  wrappingKey: KeyObject,
  organizationId: string,
  keyId: string,
  wrapped: Uint8Array,
): KeyObject {
  return createSecretKey(unwrap(wrappingKey, organizationId, keyId, wrapped));
}

/** The same data key under another wrapping key, for changing APP_SECRET. @throws SealError as `unwrapDataKey` */
export function rewrapDataKey(
  keys: { from: KeyObject; to: KeyObject },
  organizationId: string,
  keyId: string,
  wrapped: Uint8Array,
): Uint8Array<ArrayBuffer> {
  return wrap(keys.to, organizationId, keyId, unwrap(keys.from, organizationId, keyId, wrapped));
}

function wrap(wrappingKey: KeyObject, organizationId: string, keyId: string, raw: Uint8Array) {
  const sealed = encrypt(wrappingKey, raw, additionalData(organizationId, keyId));
  return Uint8Array.from([version, ...sealed]);
}

function unwrap(
  wrappingKey: KeyObject,
  organizationId: string,
  keyId: string,
  wrapped: Uint8Array,
): Uint8Array {
  const raw =
    wrapped[0] === version
      ? decrypt(wrappingKey, wrapped.subarray(1), additionalData(organizationId, keyId))
      : null;
  if (raw?.length === 32) return raw;
  throw new SealError(
    "wrong-master-key",
    "APP_SECRET is not the one that this installation's stored tokens were encrypted with, or the stored key was " +
      "changed. Start with the former APP_SECRET (with the embedded database: the former DATA_DIR/app-secret); docs/runbook.md " +
      "says what to do when it is lost.",
  );
}

function additionalData(organizationId: string, keyId: string): Buffer {
  return lengthPrefixed(["staygreen data key", organizationId, keyId]);
}
