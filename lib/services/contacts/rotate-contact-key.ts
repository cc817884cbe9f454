import { listContactKeyRows, lockContactKeys, storeContactKey } from "../../adapters/db/contact-keys.ts";
import type { ContactKeyDto } from "../../contracts/contacts.ts";
import { recordAudit } from "../audit/record-audit.ts";
import { inTransaction, type ServiceContext } from "../context.ts";
import { ServiceError } from "../errors.ts";
import { requireRight } from "../require-right.ts";

/** Each contact that comes in is hashed under every version in use. */
const mostInUse = 4;

/**
 * Makes the next version of the contact key. New facts are filed under it within a minute; people known under older
 * versions are moved over when they are heard of again, until those are retired (retire-contact-key.ts).
 *
 * @throws ServiceError CONFLICT while four versions are in use.
 */
export async function rotateContactKey(ctx: ServiceContext): Promise<ContactKeyDto> {
  requireRight(ctx, "contact-keys.write");
  const { organizationId } = ctx;
  await ctx.contacts.open(organizationId);
  const next = ((await listContactKeyRows(ctx.db, organizationId))[0]?.version ?? 0) + 1;
  const sealed = await ctx.contacts.sealNewKey(organizationId, next);
  const createdAt = ctx.clock.now();
  await inTransaction(ctx, async (tx) => {
    await lockContactKeys(tx, organizationId);
    const present = await listContactKeyRows(tx, organizationId);
    if ((present[0]?.version ?? 0) >= next) {
      throw new ServiceError("CONFLICT", "Somebody else has just made a new version.");
    }
    if (present.filter(({ state }) => state === "active").length >= mostInUse) {
      throw new ServiceError(
        "CONFLICT",
        `${mostInUse} versions are in use. Retire an older one before you make another.`,
      );
    }
    await storeContactKey(tx, { organizationId, version: next, sealed, createdAt });
    await recordAudit(tx, ctx, { action: "contact-key.rotate", subject: `v${next}`, detail: {} });
  });
  ctx.contacts.forget(organizationId);
  return {
    version: next,
    createdAt: createdAt.toISOString(),
    state: "active",
    retiredAt: null,
    contacts: 0,
    contactsEstimated: false,
  };
}
