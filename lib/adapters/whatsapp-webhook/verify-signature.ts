import { createHmac, timingSafeEqual } from "node:crypto";

/**
 * Whether `header` (X-Hub-Signature-256) is the HMAC-SHA-256 of the body under the app secret, written as Meta writes it:
 * "sha256=" and 64 lower-case hexadecimal digits. Give the bytes as they came: Meta signs its own escapes (`\u00f6`), which
 * parsing and writing again would lose. Takes the same time wherever the two differ; never throws.
 */
export function verifySignature(
  rawBody: Uint8Array,
  header: string | null | undefined,
  appSecret: string,
): boolean {
  if (header === null || header === undefined || appSecret === "") return false;
  const expected = Buffer.from(`sha256=${createHmac("sha256", appSecret).update(rawBody).digest("hex")}`);
  const given = Buffer.from(header, "utf8");
  // timingSafeEqual throws on unequal lengths; the length of the right answer is no secret.
  return given.length === expected.length && timingSafeEqual(given, expected);
}
