import { beginRetiringKey, listContactKeyRows, lockContactKeys } from "../../adapters/db/contact-keys.ts";
import type { ContactKeyDto } from "../../contracts/contacts.ts";
import { recordAudit } from "../audit/record-audit.ts";
import { inTransaction, type ServiceContext } from "../context.ts";
import { notFound, ServiceError } from "../errors.ts";
import { requireRight } from "../require-right.ts";
import { readContactKeys } from "./contact-key-dto.ts";

/**
 * Stops a version for good: it hashes nobody from now on, facts that are still under it are made anonymous in the
 * background (finish-retirements.ts), then the key is overwritten. Of version 1 only hashing ends: it makes message ids.
 *
 * @returns the version with how many contacts it still holds; asking again changes nothing.
 * @throws ServiceError NOT_FOUND, or CONFLICT for the newest version in use.
 */
export async function retireContactKey(ctx: ServiceContext, versionText: string): Promise<ContactKeyDto> {
  requireRight(ctx, "contact-keys.write");
  const { organizationId } = ctx;
  const version = readVersion(versionText);
  await inTransaction(ctx, async (tx) => {
    await lockContactKeys(tx, organizationId);
    const keys = await listContactKeyRows(tx, organizationId);
    const key = keys.find((row) => row.version === version);
    if (key === undefined) throw notFound("This version of the contact key");
    if (key.state !== "active") return;
    if (keys.find(({ state }) => state === "active")?.version === version) {
      throw new ServiceError(
        "CONFLICT",
        "This is the newest version in use. Make a new one first, then retire this one.",
      );
    }
    await beginRetiringKey(tx, organizationId, version);
    await recordAudit(tx, ctx, { action: "contact-key.retire", subject: `v${version}`, detail: {} });
  });
  ctx.contacts.forget(organizationId);
  const key = (await readContactKeys(ctx.db, organizationId)).find((row) => row.version === version);
  if (key === undefined) throw notFound("This version of the contact key");
  return key;
}

/** @throws ServiceError NOT_FOUND for what is no version. */
export function readVersion(text: string): number {
  if (!/^[1-9][0-9]{0,5}$/.test(text)) throw notFound("This version of the contact key");
  return Number(text);
}
