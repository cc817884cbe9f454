import { createCipheriv, createDecipheriv, randomBytes, type KeyObject } from "node:crypto";

const nonceBytes = 12;
const tagBytes = 16;

/**
 * AES-256-GCM with a fresh random 96-bit nonce: nonce, ciphertext, 128-bit tag. Random nonces are safe for some 2^32
 * values under one key (NIST SP 800-38D, 8.3), far beyond what an organization stores.
 */
export function encrypt(key: KeyObject, plaintext: Uint8Array, additionalData: Uint8Array): Buffer {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv("aes-256-gcm", key, nonce, { authTagLength: tagBytes });
  cipher.setAAD(additionalData);
  return Buffer.concat([nonce, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
}

/** The plaintext, or null when key, additional data or a single bit does not fit. */
export function decrypt(
  key: KeyObject,
  sealed: Uint8Array,
  additionalData: Uint8Array,
): Buffer<ArrayBuffer> | null {
  if (sealed.length < nonceBytes + tagBytes) return null;
  const tagAt = sealed.length - tagBytes;
  const decipher = createDecipheriv("aes-256-gcm", key, sealed.subarray(0, nonceBytes), {
    authTagLength: tagBytes,
  });
  decipher.setAAD(additionalData);
  decipher.setAuthTag(sealed.subarray(tagAt));
  const head = decipher.update(sealed.subarray(nonceBytes, tagAt));
  try {
    return Buffer.concat([head, decipher.final()]);
  } catch {
    return null;
  }
}

/** Joins parts so that no two different lists give the same bytes: each is preceded by its length. */
export function lengthPrefixed(parts: readonly string[]): Buffer {
  return Buffer.concat(
    parts.flatMap((part) => {
      const bytes = Buffer.from(part, "utf8");
      const length = Buffer.alloc(4);
      length.writeUInt32BE(bytes.length);
      return [length, bytes];
    }),
  );
}
