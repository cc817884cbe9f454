import { findOrganization } from "../../adapters/db/users.ts";
import type { MeDto } from "../../contracts/people.ts";
import { landingPages, rightsOf } from "../../core/access/rights.ts";
import type { ServiceContext } from "../context.ts";
import { notFound, ServiceError } from "../errors.ts";

/** Who asks, and what they may do. Needs no right: it tells nothing that the caller did not bring. */
export async function getMe(ctx: ServiceContext): Promise<MeDto> {
  const { kind, id, name, email, role, scopes } = ctx.actor;
  if (kind === "system") throw new ServiceError("UNAUTHENTICATED", "Sign in first.");
  const organization = await findOrganization(ctx.db, ctx.organizationId);
  if (organization === null) throw notFound("The organization");
  return {
    id,
    kind,
    name,
    email,
    role,
    rights: [...rightsOf(role, scopes)],
    landingPage: landingPages[role],
    organization: { id: organization.id, name: organization.name, timeZone: organization.timeZone },
  };
}
