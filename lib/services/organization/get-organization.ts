import { findOrganization } from "../../adapters/db/users.ts";
import { spikeLevels, type OrganizationDto } from "../../contracts/organization.ts";
import type { ServiceContext } from "../context.ts";
import { notFound } from "../errors.ts";
import { requireRight } from "../require-right.ts";

/** The organization of whoever asks, with its settings. */
export async function getOrganization(ctx: ServiceContext): Promise<OrganizationDto> {
  requireRight(ctx, "quality.read");
  const organization = await findOrganization(ctx.db, ctx.organizationId);
  if (organization === null) throw notFound("The organization");
  const { id, name, timeZone, smallGroupSize } = organization;
  const spikeLevel = spikeLevels.find((level) => level === organization.spikeLevel) ?? "usual";
  const { rawRetentionDays, factRetentionDays } = ctx.defaults;
  return { id, name, timeZone, smallGroupSize, spikeLevel, rawRetentionDays, factRetentionDays };
}
