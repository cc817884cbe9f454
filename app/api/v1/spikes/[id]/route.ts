import { endpoints } from "@/lib/contracts/endpoints.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { getSpike } from "@/lib/services/spikes/get-spike.ts";

export const GET = apiRoute(endpoints.getSpike, (ctx, { params: { id = "" } }) => getSpike(ctx, id));
