import { endpoints } from "@/lib/contracts/endpoints.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { createCampaign } from "@/lib/services/registry/create-campaign.ts";
import { listCampaigns } from "@/lib/services/registry/list-campaigns.ts";

export const GET = apiRoute(endpoints.listCampaigns, (ctx, { query }) => listCampaigns(ctx, query));
export const POST = apiRoute(endpoints.createCampaign, (ctx, { body }) => createCampaign(ctx, body));
