import { endpoints } from "@/lib/contracts/endpoints.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { retryHold } from "@/lib/services/holding/retry-hold.ts";

export const POST = apiRoute(endpoints.retryHold, (ctx, { params: { id = "" } }) => retryHold(ctx, id));
