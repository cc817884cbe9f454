import { readSuspicions } from "../../adapters/db/suspected-blocks.ts";
import type { SuspectedBlocksDto, SuspectedBlocksQuery } from "../../contracts/insights.ts";
import { expectedFalseShare } from "../../core/suspected-blocks/suspect-block.ts";
import { hourText, readRange } from "../cells/read-range.ts";
import type { ServiceContext } from "../context.ts";
import { requireRight } from "../require-right.ts";

const usualDays = 90;
const hourMs = 3_600_000;

/**
 * How many blocks are suspected, by number, and how many of them are expected to be none. By the probability each had when
 * it was last judged; an inference of ours, never Meta's figure.
 *
 * @throws ServiceError VALIDATION for a range that is none.
 */
export async function summarizeSuspectedBlocks(
  ctx: ServiceContext,
  query: SuspectedBlocksQuery,
): Promise<SuspectedBlocksDto> {
  requireRight(ctx, "quality.read");
  const hours = readRange(query, ctx.clock.now(), usualDays);
  const numbers = await readSuspicions(ctx.db, ctx.organizationId, {
    from: new Date(hours.from * hourMs),
    to: new Date(hours.to * hourMs),
    phoneNumberId: query.phoneNumberId ?? null,
  });
  const all = numbers.flatMap(({ probabilities }) => probabilities);
  return {
    data: numbers.map(({ phoneNumberId, probabilities }) => ({
      phoneNumberId,
      suspected: probabilities.length,
      expectedFalseShare: expectedFalseShare(probabilities),
    })),
    suspected: all.length,
    expectedFalseShare: expectedFalseShare(all),
    from: hourText(hours.from),
    to: hourText(hours.to),
  };
}
