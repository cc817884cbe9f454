import { createSecretKey, hkdfSync, type KeyObject } from "node:crypto";

/** One key per purpose, so that a flaw in one use says nothing about the others. */
export interface DerivedKeys {
  /** For next-auth's session cookies; it takes a string. Base64url of 32 bytes. */
  readonly sessionSecret: string;
  /** Wraps the organizations' data keys (`createSealer`). */
  readonly wrappingKey: KeyObject;
  /** Hashes API keys and invitations (`createTokenHasher`). */
  readonly tokenHashKey: KeyObject;
}

/**
 * Derives the working keys from the master secret with HKDF-SHA-256 (RFC 5869). The same secret always gives the same
 * keys. Keys are KeyObjects where the user allows it: those print as nothing in logs and JSON.
 *
 * @throws RangeError when the secret has fewer than 32 characters.
 */
export function deriveKeys(appSecret: string): DerivedKeys {
  if (appSecret.length < 32) throw new RangeError("APP_SECRET must have at least 32 characters.");
  return {
    sessionSecret: derive(appSecret, "session").toString("base64url"),
    wrappingKey: createSecretKey(derive(appSecret, "key wrapping")),
    tokenHashKey: createSecretKey(derive(appSecret, "token hash")),
  };
}

/** The labels are part of the stored data's meaning: changing one makes every value under its key unreadable. */
function derive(appSecret: string, label: string): Buffer {
  return Buffer.from(hkdfSync("sha256", appSecret, "staygreen", `staygreen ${label} v1`, 32));
}
