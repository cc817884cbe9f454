import { endpoints } from "@/lib/contracts/endpoints.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { askMethodReview } from "@/lib/services/registry/ask-method-review.ts";
import { listMethodReviews } from "@/lib/services/registry/list-method-reviews.ts";

export const GET = apiRoute(endpoints.listMethodReviews, (ctx, { params: { id = "" } }) =>
  listMethodReviews(ctx, id),
);
export const POST = apiRoute(endpoints.askMethodReview, (ctx, { params: { id = "" }, body }) =>
  askMethodReview(ctx, id, body),
);
