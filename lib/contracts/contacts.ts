import { z } from "zod";
import { instant } from "./page.ts";

/** One version of the key under which contacts are hashed. docs/hash-contacts.md */
export const contactKeyShape = z.object({
  version: z.int(),
  createdAt: instant,
  /**
   * `active`: hashes contacts, the newest for new facts. `retiring`: hashes nobody any more; facts under it are being
   * made anonymous. `retired`: over.
   */
  state: z.enum(["active", "retiring", "retired"]),
  retiredAt: instant.nullable(),
  /** Contacts whose facts are still filed under this version. */
  contacts: z.int(),
  /** `contacts` was counted in a sample of every 256th contact, since there are many. */
  contactsEstimated: z.boolean(),
});
export type ContactKeyDto = z.infer<typeof contactKeyShape>;
/** All versions, newest first: there are never many. */
export const contactKeyListShape = z.object({ data: z.array(contactKeyShape), nextCursor: z.null() });

export const contactKeySecretShape = z.object({
  version: z.int(),
  algorithm: z.literal("HMAC-SHA-256"),
  /** 32 bytes in hexadecimal. */
  keyHex: z.string(),
  /** The same in Base64. */
  keyBase64: z.string(),
  /** What is hashed: `tel:+` and the digits of the number with its country, or `wa:` and the user id. */
  message: z.string(),
  /** What is sent in place of the contact: the version and the hash. */
  contact: z.string(),
  /** With this very key, so that a sender can check its own program. */
  example: z.object({ number: z.string(), message: z.string(), contact: z.string() }),
});
export type ContactKeySecretDto = z.infer<typeof contactKeySecretShape>;
