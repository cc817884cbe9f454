import type { CampaignDto, CreateCampaignBody } from "../../contracts/registry.ts";
import type { ServiceContext } from "../context.ts";
import { createEntry } from "./create-entry.ts";

/** Registers a campaign, or claims it if data has named its key before. @throws ServiceError CONFLICT */
export function createCampaign(ctx: ServiceContext, body: CreateCampaignBody): Promise<CampaignDto> {
  return createEntry(ctx, "campaign", body);
}
