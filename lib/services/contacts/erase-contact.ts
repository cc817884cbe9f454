import { findAllHashes, lockAliases } from "../../adapters/db/contact-aliases.ts";
import { anonymiseContacts, forgetHashes, storeErasedContacts } from "../../adapters/db/erased-contacts.ts";
import { lockFactsAlone } from "../../adapters/db/facts-lock.ts";
import { markContactDays } from "../../adapters/db/mark-fatigue-day.ts";
import { awaitCellsLock, recountContacts } from "../../adapters/db/recount-facts.ts";
import { readContact } from "../../core/contacts/read-contact.ts";
import { recordAudit } from "../audit/record-audit.ts";
import { inTransaction, type ServiceContext } from "../context.ts";
import { invalid } from "../errors.ts";
import { requireRight } from "../require-right.ts";

/**
 * Erases a person: no fact names them any more, under any key, by number, user id or hash, old number or new. Counts,
 * rates and cells stay exactly as they were. The answer is the same whether the person was known or not; how much was
 * erased is in the audit log, without the contact.
 *
 * What is told of the person afterwards is a new person's. What was told before and is derived once more, as by a
 * replay of kept webhooks, stays nobody's.
 *
 * @throws ServiceError VALIDATION (path "contact") for what is no number, user id or hash.
 */
export async function eraseContact(ctx: ServiceContext, contact: string): Promise<void> {
  requireRight(ctx, "contacts.erase");
  const read = readContact(unescaped(contact));
  if (read.form === "fault") throw invalid("contact", read.message);
  const { organizationId } = ctx;
  const hasher = await ctx.contacts.open(organizationId);
  const given =
    read.form === "hash"
      ? [read.hash]
      : [hasher.stableHash(read.identity), ...hasher.hashes(read.identity).map(({ hash }) => hash)];
  await inTransaction(ctx, async (tx) => {
    // Nobody writes facts meanwhile: what was on its way is seen here, and what comes next sees the erasure.
    await lockFactsAlone(tx, organizationId);
    await awaitCellsLock(tx, organizationId);
    await lockAliases(tx, organizationId);
    const hashes = await findAllHashes(tx, organizationId, given);
    // What was still to be counted is counted while it is known whose it is.
    await recountContacts(tx, organizationId, hashes);
    // The fatigue curve is counted by person: the days they were written to are counted again without them.
    await markContactDays(tx, organizationId, hashes);
    const at = ctx.clock.now();
    const erased = await anonymiseContacts(tx, organizationId, hashes);
    await forgetHashes(tx, organizationId, hashes);
    await storeErasedContacts(tx, organizationId, hashes, at);
    await recordAudit(tx, ctx, { action: "contact.erase", subject: "contact", detail: { ...erased } });
  });
}

/** As it stands in an address; no contact holds a percent sign itself. */
function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
