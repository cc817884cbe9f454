import { endpoints } from "@/lib/contracts/endpoints.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { retireEntry } from "@/lib/services/registry/retire-entry.ts";

export const POST = apiRoute(endpoints.retireCampaign, (ctx, { params: { id = "" } }) =>
  retireEntry(ctx, "campaign", id),
);
