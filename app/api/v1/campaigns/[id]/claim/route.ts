import { endpoints } from "@/lib/contracts/endpoints.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { claimEntry } from "@/lib/services/registry/claim-entry.ts";

export const POST = apiRoute(endpoints.claimCampaign, (ctx, { params: { id = "" }, body }) =>
  claimEntry(ctx, "campaign", id, body),
);
