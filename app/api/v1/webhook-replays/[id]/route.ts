import { endpoints } from "@/lib/contracts/endpoints.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { getReplay } from "@/lib/services/webhooks/get-replay.ts";

export const GET = apiRoute(endpoints.getWebhookReplay, (ctx, { params: { id = "" } }) => getReplay(ctx, id));
