import type { CampaignDto, CampaignListQuery } from "../../contracts/registry.ts";
import type { ServiceContext } from "../context.ts";
import { listEntries } from "./list-entries.ts";

/** Campaigns, newest first. @throws ServiceError VALIDATION for a foreign cursor */
export function listCampaigns(
  ctx: ServiceContext,
  query: CampaignListQuery,
): Promise<{ data: CampaignDto[]; nextCursor: string | null }> {
  return listEntries(ctx, "campaign", query);
}
