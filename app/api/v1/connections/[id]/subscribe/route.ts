import { endpoints } from "@/lib/contracts/endpoints.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { subscribeWebhooks } from "@/lib/services/connections/subscribe-webhooks.ts";

export const POST = apiRoute(endpoints.subscribeWebhooks, (ctx, { params: { id = "" } }) =>
  subscribeWebhooks(ctx, id),
);
