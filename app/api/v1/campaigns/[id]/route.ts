import { endpoints } from "@/lib/contracts/endpoints.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { getEntry } from "@/lib/services/registry/get-entry.ts";
import { updateEntry } from "@/lib/services/registry/update-entry.ts";

export const GET = apiRoute(endpoints.getCampaign, (ctx, { params: { id = "" } }) =>
  getEntry(ctx, "campaign", id),
);
export const PATCH = apiRoute(endpoints.updateCampaign, (ctx, { params: { id = "" }, body }) =>
  updateEntry(ctx, "campaign", id, body),
);
