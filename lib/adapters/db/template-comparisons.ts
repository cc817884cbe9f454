import type { ComparisonPair, PastComparison } from "../../core/collection/choose-comparisons.ts";
import type { Db } from "./open-database.ts";

/** When each pair of a WABA was compared last. */
export async function listLastComparisons(
  db: Db,
  place: { organizationId: string; wabaId: string },
): Promise<PastComparison[]> {
  const rows = await db.templateComparison.groupBy({
    by: ["firstTemplateId", "secondTemplateId"],
    where: place,
    _max: { occurredAt: true },
  });
  return rows.flatMap(({ firstTemplateId, secondTemplateId, _max }) =>
    _max.occurredAt === null ? [] : [{ firstTemplateId, secondTemplateId, comparedAt: _max.occurredAt }],
  );
}

export interface ComparisonOutcome {
  readonly moreBlockedId: string | null;
  readonly firstSends: number | null;
  readonly secondSends: number | null;
  readonly firstTopReason: string | null;
  readonly secondTopReason: string | null;
}

/** Keeps one comparison. One that Meta refused is kept too, with nothing in it, so that its turn is over. */
export async function insertComparison(
  db: Db,
  place: { organizationId: string; wabaId: string; at: Date },
  pair: ComparisonPair,
  outcome: ComparisonOutcome,
): Promise<void> {
  const { days, ...ids } = pair;
  await db.templateComparison.createMany({
    data: [
      {
        organizationId: place.organizationId,
        wabaId: place.wabaId,
        ...ids,
        windowDays: days,
        occurredAt: place.at,
        recordedAt: place.at,
        ...outcome,
      },
    ],
    skipDuplicates: true,
  });
}
