import { endpoints } from "@/lib/contracts/endpoints.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { setHoldReceiver } from "@/lib/services/holding/set-hold-receiver.ts";

export const PUT = apiRoute(endpoints.setHoldReceiver, (ctx, { body }) => setHoldReceiver(ctx, body));
