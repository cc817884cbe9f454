import { setSmallGroupSize, setSpikeLevel } from "../../adapters/db/organization-settings.ts";
import type { OrganizationDto, UpdateOrganizationBody } from "../../contracts/organization.ts";
import { recordAudit } from "../audit/record-audit.ts";
import { inTransaction, type ServiceContext } from "../context.ts";
import { notFound } from "../errors.ts";
import { requireRight } from "../require-right.ts";
import { getOrganization } from "./get-organization.ts";

/**
 * Changes settings for everybody and at once: the size below which groups are not shown, and how many false alarms of spikes are
 * put up with. What is left out stays.
 */
export async function updateOrganization(
  ctx: ServiceContext,
  { smallGroupSize, spikeLevel }: UpdateOrganizationBody,
): Promise<OrganizationDto> {
  requireRight(ctx, "organization.write");
  const { organizationId } = ctx;
  await inTransaction(ctx, async (tx) => {
    const note = async (before: number | string | null, now: Record<string, number | string>) => {
      if (before === null) throw notFound("The organization");
      const detail = { ...now, before };
      await recordAudit(tx, ctx, { action: "organization.update", subject: organizationId, detail });
    };
    if (smallGroupSize !== undefined) {
      await note(await setSmallGroupSize(tx, organizationId, smallGroupSize), { smallGroupSize });
    }
    if (spikeLevel !== undefined) {
      await note(await setSpikeLevel(tx, organizationId, spikeLevel), { spikeLevel });
    }
  });
  return getOrganization(ctx);
}
