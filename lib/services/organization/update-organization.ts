import { setSmallGroupSize } from "../../adapters/db/organization-settings.ts";
import type { OrganizationDto, UpdateOrganizationBody } from "../../contracts/organization.ts";
import { recordAudit } from "../audit/record-audit.ts";
import { inTransaction, type ServiceContext } from "../context.ts";
import { notFound } from "../errors.ts";
import { requireRight } from "../require-right.ts";
import { getOrganization } from "./get-organization.ts";

/** Changes the size below which groups are not shown, for everybody and at once. */
export async function updateOrganization(
  ctx: ServiceContext,
  body: UpdateOrganizationBody,
): Promise<OrganizationDto> {
  requireRight(ctx, "organization.write");
  await inTransaction(ctx, async (tx) => {
    const before = await setSmallGroupSize(tx, ctx.organizationId, body.smallGroupSize);
    if (before === null) throw notFound("The organization");
    await recordAudit(tx, ctx, {
      action: "organization.update",
      subject: ctx.organizationId,
      detail: { smallGroupSize: body.smallGroupSize, before },
    });
  });
  return getOrganization(ctx);
}
