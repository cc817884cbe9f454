import { endpoints } from "@/lib/contracts/endpoints.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { getGuard } from "@/lib/services/guards/get-guard.ts";

export const GET = apiRoute(endpoints.getLaunchGuard, (ctx, { params: { id = "" } }) => getGuard(ctx, id));
