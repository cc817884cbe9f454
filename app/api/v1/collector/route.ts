import { endpoints } from "@/lib/contracts/endpoints.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { getCollector } from "@/lib/services/collector/get-collector.ts";

export const GET = apiRoute(endpoints.getCollector, (ctx, { query }) => getCollector(ctx, query));
