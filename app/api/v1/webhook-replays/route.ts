import { endpoints } from "@/lib/contracts/endpoints.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { listReplays } from "@/lib/services/webhooks/list-replays.ts";
import { startReplay } from "@/lib/services/webhooks/start-replay.ts";

export const GET = apiRoute(endpoints.listWebhookReplays, (ctx) => listReplays(ctx));
export const POST = apiRoute(endpoints.startWebhookReplay, (ctx) => startReplay(ctx));
