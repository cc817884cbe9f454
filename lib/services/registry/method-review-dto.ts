import type { StoredMethodReview } from "../../adapters/db/method-reviews.ts";
import type { MethodReviewDto } from "../../contracts/method-reviews.ts";
import { reviewState } from "../../core/registry/method-review.ts";

export function toMethodReviewDto(review: StoredMethodReview): MethodReviewDto {
  const { id, activationMethodId, personId, personName, question, askedAt, askedBy, words, answeredAt } =
    review;
  return {
    id,
    activationMethodId,
    personId,
    personName,
    question,
    askedAt: askedAt.toISOString(),
    askedBy,
    state: reviewState(review.state),
    words,
    answeredAt: answeredAt?.toISOString() ?? null,
  };
}
