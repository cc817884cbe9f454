import { endpoints } from "@/lib/contracts/endpoints.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { listSpikes } from "@/lib/services/spikes/list-spikes.ts";

export const GET = apiRoute(endpoints.getSpikes, (ctx, { query }) => listSpikes(ctx, query));
