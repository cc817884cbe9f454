import { endpoints } from "@/lib/contracts/endpoints.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { mergeEntry } from "@/lib/services/registry/merge-entry.ts";

export const POST = apiRoute(endpoints.mergeCampaign, (ctx, { params: { id = "" }, body }) =>
  mergeEntry(ctx, "campaign", id, body),
);
