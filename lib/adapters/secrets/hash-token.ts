import { createHmac, type KeyObject } from "node:crypto";

/**
 * Makes the function by which API keys and invitations are stored and looked up: HMAC-SHA-256, lower-case hexadecimal
 * (64 characters). Tokens are long and random, so one fast hash is enough; the key makes a stolen table useless for
 * recognising a token that turns up elsewhere.
 */
export function createTokenHasher(key: KeyObject): (token: string) => string {
  return (token) => createHmac("sha256", key).update(token, "utf8").digest("hex");
}
