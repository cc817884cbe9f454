import { endpoints } from "@/lib/contracts/endpoints.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { listRatingSteps } from "@/lib/services/rating-steps/list-rating-steps.ts";

export const GET = apiRoute(endpoints.getRatingSteps, (ctx, { params: { id = "" }, query }) =>
  listRatingSteps(ctx, id, query),
);
