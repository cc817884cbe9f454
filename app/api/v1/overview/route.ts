import { endpoints } from "@/lib/contracts/endpoints.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { getOverview } from "@/lib/services/overview/get-overview.ts";

export const GET = apiRoute(endpoints.getOverview, (ctx) => getOverview(ctx));
