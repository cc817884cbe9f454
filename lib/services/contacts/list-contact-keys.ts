import type { ContactKeyDto } from "../../contracts/contacts.ts";
import type { ServiceContext } from "../context.ts";
import { requireRight } from "../require-right.ts";
import { readContactKeys } from "./contact-key-dto.ts";

/** Versions of the contact key, newest first; the first one is made here when nothing has needed one yet. */
export async function listContactKeys(
  ctx: ServiceContext,
): Promise<{ data: ContactKeyDto[]; nextCursor: null }> {
  requireRight(ctx, "contact-keys.write");
  await ctx.contacts.open(ctx.organizationId);
  return { data: await readContactKeys(ctx.db, ctx.organizationId), nextCursor: null };
}
