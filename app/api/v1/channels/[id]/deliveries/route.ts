import { endpoints } from "@/lib/contracts/endpoints.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { listChannelDeliveries } from "@/lib/services/channels/list.ts";

export const GET = apiRoute(endpoints.listChannelDeliveries, (ctx, { params: { id = "" } }) =>
  listChannelDeliveries(ctx, id),
);
