import { listReviewRows } from "../../adapters/db/method-reviews.ts";
import type { Db } from "../../adapters/db/open-database.ts";
import { launchObjection, reviewState } from "../../core/registry/method-review.ts";
import { ServiceError } from "../errors.ts";

/**
 * Every way in which a method can come to be launched or scheduled goes through here.
 *
 * @param reason why it is launched all the same; null: not said.
 * @throws ServiceError CONFLICT (reason) when a reviewer refused and no reason is given.
 */
export async function requireNoRefusal(
  tx: Db,
  method: { readonly organizationId: string; readonly id: string },
  reason: string | null,
): Promise<void> {
  const reviews = await listReviewRows(tx, method.organizationId, method.id);
  const objection = launchObjection(
    reviews.map((review) => ({ ...review, state: reviewState(review.state) })),
    reason,
  );
  if (objection === null) return;
  throw new ServiceError("CONFLICT", objection, { faults: [{ path: "reason", message: "is needed" }] });
}
