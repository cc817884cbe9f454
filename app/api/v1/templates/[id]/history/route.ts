import { endpoints } from "@/lib/contracts/endpoints.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { getAssetHistory } from "@/lib/services/history/get-asset-history.ts";

export const GET = apiRoute(endpoints.getTemplateHistory, (ctx, { params: { id = "" }, query }) =>
  getAssetHistory(ctx, "template", id, query),
);
