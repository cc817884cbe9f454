import { endpoints } from "@/lib/contracts/endpoints.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { listOptOutWatch } from "@/lib/services/opt-outs/list-opt-out-watch.ts";

export const GET = apiRoute(endpoints.getOptOutWatch, (ctx, { query }) => listOptOutWatch(ctx, query));
