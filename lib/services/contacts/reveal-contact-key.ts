import { findActiveContactKey } from "../../adapters/db/contact-keys.ts";
import type { ContactKeySecretDto } from "../../contracts/contacts.ts";
import { recordAudit } from "../audit/record-audit.ts";
import type { ServiceContext } from "../context.ts";
import { notFound } from "../errors.ts";
import { requireRight } from "../require-right.ts";
import { readVersion } from "./retire-contact-key.ts";

/** Of the range that no subscriber has (Ofcom's numbers for drama). */
const exampleNumber = "+447700900123";
const exampleMessage = `tel:${exampleNumber}`;

/**
 * Hands out a contact key, for a sender that must not share numbers. Whoever has it can find out which of the numbers
 * they try are in the data they see: each reading is in the audit log.
 *
 * @throws ServiceError NOT_FOUND for a version that does not exist or is not in use any more.
 */
export async function revealContactKey(
  ctx: ServiceContext,
  versionText: string,
): Promise<ContactKeySecretDto> {
  requireRight(ctx, "contact-keys.write");
  const { organizationId } = ctx;
  const version = readVersion(versionText);
  const hasher = await ctx.contacts.open(organizationId);
  const sealed = await findActiveContactKey(ctx.db, organizationId, version);
  const hash = hasher.hashes(exampleMessage).find((row) => row.version === version)?.hash;
  if (sealed === null || hash === undefined) throw notFound("This version of the contact key");
  await recordAudit(ctx.db, ctx, { action: "contact-key.reveal", subject: `v${version}`, detail: {} });
  const key = Buffer.from(await ctx.contacts.openKey(organizationId, version, sealed), "base64url");
  return {
    version,
    algorithm: "HMAC-SHA-256",
    keyHex: key.toString("hex"),
    keyBase64: key.toString("base64"),
    message: "tel:+ and the digits of the number with its country, or wa: and the WhatsApp user id, as UTF-8",
    contact: `v${version}: and the HMAC in hexadecimal`,
    example: { number: exampleNumber, message: exampleMessage, contact: `v${version}:${hash}` },
  };
}
