import { endpoints } from "@/lib/contracts/endpoints.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { getWebhookSetup } from "@/lib/services/connections/get-webhook-setup.ts";

export const GET = apiRoute(endpoints.getWebhookSetup, (ctx, { params: { id = "" } }) =>
  getWebhookSetup(ctx, id),
);
