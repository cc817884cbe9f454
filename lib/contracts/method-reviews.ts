import { z } from "zod";
import { reviewStates } from "../core/registry/method-review.ts";
import { instant, pageOf } from "./page.ts";
import { id, reason } from "./registry.ts";

const reviews = "/api/v1/activation-methods/{id}/reviews";

/** One person's opinion of a method: asked, approved or refused. */
export const methodReviewShape = z.object({
  id: z.string(),
  activationMethodId: z.string(),
  personId: z.string(),
  personName: z.string(),
  /** What to look at. */
  question: z.string().nullable(),
  askedAt: instant,
  askedBy: z.string(),
  state: z.enum(reviewStates),
  words: z.string().nullable(),
  answeredAt: instant.nullable(),
});
export type MethodReviewDto = z.infer<typeof methodReviewShape>;
export const methodReviewListShape = pageOf(methodReviewShape);

export const askMethodReviewBody = z.strictObject({
  /** A person of this organization. */
  personId: id,
  question: reason.optional(),
});
export type AskMethodReviewBody = z.infer<typeof askMethodReviewBody>;
export const answerMethodReviewBody = z.strictObject({
  answer: z.enum(["approved", "refused"]),
  /** Why; a refusal needs it. */
  words: reason.optional(),
});
export type AnswerMethodReviewBody = z.infer<typeof answerMethodReviewBody>;

/** The part of the endpoint table (endpoints.ts) about opinions on methods. */
export const methodReviewEndpoints = {
  listMethodReviews: {
    method: "GET",
    path: reviews,
    summary: "Who was asked about a method and what they said, newest first",
    right: "registry.read",
    response: methodReviewListShape,
    status: 200,
  },
  askMethodReview: {
    method: "POST",
    path: reviews,
    summary: "Ask a person of the organization for an opinion of a method",
    right: "registry.write",
    body: askMethodReviewBody,
    response: methodReviewShape,
    status: 201,
  },
  answerMethodReview: {
    method: "POST",
    path: `${reviews}/{reviewId}/answer`,
    summary: "Approve or refuse; only the person who was asked, and once",
    right: "registry.review",
    body: answerMethodReviewBody,
    response: methodReviewShape,
    status: 200,
  },
} as const;
