import { endpoints } from "@/lib/contracts/endpoints.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { getMethodPace } from "@/lib/services/launches/get-method-pace.ts";

export const GET = apiRoute(endpoints.getMethodPace, (ctx, { params: { id = "" }, query }) =>
  getMethodPace(ctx, id, query),
);
