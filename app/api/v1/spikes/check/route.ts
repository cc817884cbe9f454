import { endpoints } from "@/lib/contracts/endpoints.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { checkSlice } from "@/lib/services/spikes/check-slice.ts";

export const GET = apiRoute(endpoints.checkSpikes, (ctx, { query }) => checkSlice(ctx, query));
