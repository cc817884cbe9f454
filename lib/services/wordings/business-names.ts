import { listVerifiedNames } from "../../adapters/db/phone-numbers.ts";
import { findOrganization } from "../../adapters/db/users.ts";
import type { ServiceContext } from "../context.ts";

/** So many names of numbers are looked for in a wording. */
const mostNames = 20;

/** What people may know the business by: the verified names of its numbers, the most used first; without any its own name here. */
export async function readBusinessNames(ctx: ServiceContext): Promise<string[]> {
  const names = await listVerifiedNames(ctx.db, ctx.organizationId, mostNames);
  if (names.length > 0) return names;
  const organization = await findOrganization(ctx.db, ctx.organizationId);
  return [organization?.name ?? ""];
}
