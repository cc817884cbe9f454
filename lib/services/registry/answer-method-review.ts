import { answerReviewRow, findReview } from "../../adapters/db/method-reviews.ts";
import type { AnswerMethodReviewBody, MethodReviewDto } from "../../contracts/method-reviews.ts";
import { inTransaction, type ServiceContext } from "../context.ts";
import { invalid, notFound, ServiceError } from "../errors.ts";
import { appendEvidence } from "../evidence/append-evidence.ts";
import { requireRight } from "../require-right.ts";
import { toMethodReviewDto } from "./method-review-dto.ts";
import { recordAct } from "./record-act.ts";

/**
 * Answers for oneself, once. Another opinion later is another review.
 *
 * @throws ServiceError NOT_FOUND, FORBIDDEN for anybody but the person asked, CONFLICT when it is answered already,
 * VALIDATION (words) for a refusal without words.
 */
export async function answerMethodReview(
  ctx: ServiceContext,
  methodId: string,
  reviewId: string,
  body: AnswerMethodReviewBody,
): Promise<MethodReviewDto> {
  requireRight(ctx, "registry.review");
  const { organizationId, actor } = ctx;
  const words = body.words ?? null;
  return inTransaction(ctx, async (tx) => {
    const review = await findReview(tx, organizationId, reviewId);
    if (review?.activationMethodId !== methodId) throw notFound("The review");
    if (actor.kind !== "person" || actor.id !== review.personId) {
      throw new ServiceError(
        "FORBIDDEN",
        `Only ${review.personName} can answer: the question was put to them.`,
      );
    }
    if (body.answer === "refused" && words === null) throw invalid("words", "must say why it is refused");
    const now = ctx.clock.now();
    const answered = { ...review, state: body.answer, words, answeredAt: now };
    if (!(await answerReviewRow(tx, answered))) {
      throw new ServiceError("CONFLICT", "This is answered already. Ask to be asked again.");
    }
    const person = review.personName;
    await recordAct(tx, ctx, { kind: "activation-method", id: methodId }, "answer-review", [
      { action: `review-${body.answer}`, detail: { person, words } },
    ]);
    await appendEvidence(tx, ctx, [
      {
        id: ctx.random.id(now),
        kind: "review",
        activationMethodId: methodId,
        occurredAt: now,
        body: { reviewId, person, state: body.answer, words },
      },
    ]);
    return toMethodReviewDto(answered);
  });
}
