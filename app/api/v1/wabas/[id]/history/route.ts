import { endpoints } from "@/lib/contracts/endpoints.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { getAssetHistory } from "@/lib/services/history/get-asset-history.ts";

export const GET = apiRoute(endpoints.getWabaHistory, (ctx, { params: { id = "" }, query }) =>
  getAssetHistory(ctx, "waba", id, query),
);
