import { endpoints } from "@/lib/contracts/endpoints.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { getHold } from "@/lib/services/holding/get-hold.ts";

export const GET = apiRoute(endpoints.getHold, (ctx, { params: { id = "" } }) => getHold(ctx, id));
