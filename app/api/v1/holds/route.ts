import { endpoints } from "@/lib/contracts/endpoints.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { askHold } from "@/lib/services/holding/ask-hold.ts";
import { listHolds } from "@/lib/services/holding/list-holds.ts";

export const GET = apiRoute(endpoints.listHolds, (ctx, { query }) => listHolds(ctx, query));
export const POST = apiRoute(endpoints.askHold, (ctx, { body }) => askHold(ctx, body));
