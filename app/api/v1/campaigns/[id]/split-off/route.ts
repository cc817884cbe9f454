import { endpoints } from "@/lib/contracts/endpoints.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { splitOffEntry } from "@/lib/services/registry/split-off-entry.ts";

export const POST = apiRoute(endpoints.splitOffCampaign, (ctx, { params: { id = "" } }) =>
  splitOffEntry(ctx, "campaign", id),
);
