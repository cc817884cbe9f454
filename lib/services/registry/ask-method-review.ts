import { lockActivationMethod } from "../../adapters/db/activation-methods.ts";
import { insertReview, listReviewRows } from "../../adapters/db/method-reviews.ts";
import { findUser } from "../../adapters/db/users.ts";
import type { AskMethodReviewBody, MethodReviewDto } from "../../contracts/method-reviews.ts";
import { hasRight, isRole } from "../../core/access/rights.ts";
import { newestReviews, reviewState } from "../../core/registry/method-review.ts";
import { inTransaction, type ServiceContext } from "../context.ts";
import { invalid, notFound, ServiceError } from "../errors.ts";
import { appendEvidence } from "../evidence/append-evidence.ts";
import { requireRight } from "../require-right.ts";
import { toMethodReviewDto } from "./method-review-dto.ts";
import { recordAct } from "./record-act.ts";

/**
 * Asks a person for an opinion of a method. Whoever has answered can be asked again: the newest opinion counts.
 *
 * @throws ServiceError NOT_FOUND, VALIDATION (personId) for somebody who is not here, is disabled or may not answer,
 * CONFLICT while the same person has not answered, and for a retired method.
 */
export async function askMethodReview(
  ctx: ServiceContext,
  methodId: string,
  body: AskMethodReviewBody,
): Promise<MethodReviewDto> {
  requireRight(ctx, "registry.write");
  const { organizationId } = ctx;
  return inTransaction(ctx, async (tx) => {
    const method = await lockActivationMethod(tx, organizationId, methodId);
    if (method === null) throw notFound("The activation method");
    if (method.state === "retired")
      throw new ServiceError("CONFLICT", "It is retired: there is nothing to ask.");
    const person = await findUser(tx, { organizationId, id: body.personId });
    if (person?.disabledAt !== null)
      throw invalid("personId", "is not an active person of this organization");
    if (!isRole(person.role) || !hasRight(person.role, "registry.review")) {
      throw invalid("personId", "has a role that cannot answer; growth, on-call and administrators can");
    }
    const before = (await listReviewRows(tx, organizationId, methodId)).map((review) => ({
      ...review,
      state: reviewState(review.state),
    }));
    if (newestReviews(before).some(({ personId, state }) => personId === person.id && state === "asked")) {
      throw new ServiceError("CONFLICT", `${person.name} was asked already and has not answered.`);
    }
    const now = ctx.clock.now();
    const review = {
      organizationId,
      id: ctx.random.id(now),
      activationMethodId: methodId,
      personId: person.id,
      personName: person.name,
      question: body.question ?? null,
      askedAt: now,
      askedBy: ctx.actor.name,
      state: "asked",
      words: null,
      answeredAt: null,
    };
    await insertReview(tx, review);
    const { question } = review;
    await recordAct(tx, ctx, { kind: "activation-method", id: methodId }, "ask-review", [
      { action: "review-asked", detail: { person: person.name, question } },
    ]);
    await appendEvidence(tx, ctx, [
      {
        id: ctx.random.id(now),
        kind: "review",
        activationMethodId: methodId,
        occurredAt: now,
        body: { reviewId: review.id, person: person.name, state: "asked", words: question },
      },
    ]);
    return toMethodReviewDto(review);
  });
}
