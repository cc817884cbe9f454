import {
  countDifferences,
  countUnknownWords,
  listDifferences,
  listUnequalLimits,
  listUnknownWords,
} from "../../adapters/db/collector-differences.ts";
import { decideMessagingLimit } from "../../core/quality/messaging-limit.ts";
import type { CollectorDto } from "../../contracts/collector.ts";
import type { ServiceContext } from "../context.ts";

const dayMs = 86_400_000;
const differenceDays = 7;
const mostDifferences = 50;
const mostWords = 100;
const mostLimits = 500;

/** Where polls and webhooks disagree, and what of Meta's words this version does not know. */
export async function readDifferences(
  ctx: Pick<ServiceContext, "db" | "organizationId">,
  now: Date,
): Promise<Pick<CollectorDto, "differences" | "unknownWords">> {
  const { db, organizationId } = ctx;
  const from = new Date(now.getTime() - differenceDays * dayMs);
  const [differences, counts, words, wordCount, limits] = await Promise.all([
    listDifferences(db, organizationId, from, mostDifferences),
    countDifferences(db, organizationId, from),
    listUnknownWords(db, organizationId, mostWords),
    countUnknownWords(db, organizationId),
    listUnequalLimits(db, organizationId, mostLimits),
  ]);
  return {
    differences: {
      from: from.toISOString(),
      data: differences.map(({ id, connectionId, wabaId, subjectKind, subjectId, field, ...row }) => ({
        ...{ id, connectionId, wabaId, subjectKind, subjectId, field, kind: row.kind },
        pollValue: row.pollValue,
        webhookValue: row.webhookValue,
        occurredAt: row.occurredAt.toISOString(),
        recordedAt: row.recordedAt.toISOString(),
      })),
      ...counts,
      limitFields: limits.flatMap(({ id, displayPhoneNumber, portfolioLimit, legacyLimit }) => {
        const { disagree, raw } = decideMessagingLimit(portfolioLimit, legacyLimit);
        return disagree
          ? [{ phoneNumberId: id, displayPhoneNumber, portfolioLimit, legacyLimit, shown: raw }]
          : [];
      }),
    },
    unknownWords: {
      total: wordCount,
      data: words.map(({ place, value, seenCount, connectionId, subjectId, sample, ...row }) => ({
        ...{ place, value, count: seenCount, connectionId, subjectId, sample },
        firstSeenAt: row.firstSeenAt.toISOString(),
        lastSeenAt: row.lastSeenAt.toISOString(),
      })),
    },
  };
}
