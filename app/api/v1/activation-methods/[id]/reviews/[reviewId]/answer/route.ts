import { endpoints } from "@/lib/contracts/endpoints.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { answerMethodReview } from "@/lib/services/registry/answer-method-review.ts";

export const POST = apiRoute(
  endpoints.answerMethodReview,
  (ctx, { params: { id = "", reviewId = "" }, body }) => answerMethodReview(ctx, id, reviewId, body),
);
