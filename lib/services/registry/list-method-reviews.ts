import { findActivationMethod } from "../../adapters/db/activation-methods.ts";
import { listReviewRows } from "../../adapters/db/method-reviews.ts";
import type { MethodReviewDto } from "../../contracts/method-reviews.ts";
import type { ServiceContext } from "../context.ts";
import { notFound } from "../errors.ts";
import { requireRight } from "../require-right.ts";
import { toMethodReviewDto } from "./method-review-dto.ts";

/** Who was asked about a method and what they said, newest first; at most 200. @throws ServiceError NOT_FOUND */
export async function listMethodReviews(
  ctx: ServiceContext,
  methodId: string,
): Promise<{ data: MethodReviewDto[]; nextCursor: null }> {
  requireRight(ctx, "registry.read");
  const { db, organizationId } = ctx;
  if ((await findActivationMethod(db, organizationId, methodId)) === null) {
    throw notFound("The activation method");
  }
  const rows = await listReviewRows(db, organizationId, methodId);
  return { data: rows.map(toMethodReviewDto), nextCursor: null };
}
