import type { MethodReview } from "./generated/client.ts";
import type { Db } from "./open-database.ts";

export type StoredMethodReview = MethodReview;

export async function insertReview(db: Db, review: StoredMethodReview): Promise<void> {
  await db.methodReview.create({ data: review });
}

/** Opinions on a method, newest first. */
export async function listReviewRows(
  db: Db,
  organizationId: string,
  activationMethodId: string,
): Promise<StoredMethodReview[]> {
  return db.methodReview.findMany({
    where: { organizationId, activationMethodId },
    orderBy: { id: "desc" },
    take: 200,
  });
}

export async function findReview(
  db: Db,
  organizationId: string,
  id: string,
): Promise<StoredMethodReview | null> {
  return db.methodReview.findUnique({ where: { organizationId_id: { organizationId, id } } });
}

/** Writes the answer once: false when there was one already. */
export async function answerReviewRow(
  db: Db,
  review: Pick<StoredMethodReview, "organizationId" | "id" | "state" | "words" | "answeredAt">,
): Promise<boolean> {
  const { organizationId, id, state, words, answeredAt } = review;
  const { count } = await db.methodReview.updateMany({
    where: { organizationId, id, state: "asked" },
    data: { state, words, answeredAt },
  });
  return count === 1;
}
