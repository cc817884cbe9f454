import { endpoints } from "@/lib/contracts/endpoints.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { listAsideDeliveries } from "@/lib/services/collector/list-aside-deliveries.ts";

export const GET = apiRoute(endpoints.listAsideDeliveries, (ctx, { query }) =>
  listAsideDeliveries(ctx, query),
);
