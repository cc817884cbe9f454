import { endpoints } from "@/lib/contracts/endpoints.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { getWhatIfHeld } from "@/lib/services/holding/get-what-if-held.ts";

export const GET = apiRoute(endpoints.getWhatIfHeld, (ctx, { params: { id = "" }, query }) =>
  getWhatIfHeld(ctx, id, query),
);
