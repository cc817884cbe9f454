import type { RatingSpan } from "../../contracts/phone-numbers.ts";
import { listBlindStretches, listRatingSteps } from "../../adapters/db/rating-spans.ts";
import { missedPollsAllowed } from "../../core/collection/freshness.ts";
import { ratingSpans } from "../../core/quality/rating-spans.ts";
import type { ServiceContext } from "../context.ts";

export interface SpanSubject {
  readonly id: string;
  readonly wabaId: string;
  readonly observedAt: string;
  readonly pollIntervalSeconds: number;
}

/** The rating of many numbers as held spans with gaps, in two queries whatever their number. */
export async function readRatingSpans(
  ctx: Pick<ServiceContext, "db" | "organizationId">,
  subjects: readonly SpanSubject[],
  range: { from: Date; to: Date },
): Promise<Map<string, RatingSpan[]>> {
  const ids = subjects.map((subject) => subject.id);
  const wabaIds = [...new Set(subjects.map((subject) => subject.wabaId))];
  const [steps, gaps] = await Promise.all([
    listRatingSteps(ctx.db, ctx.organizationId, ids, range),
    listBlindStretches(ctx.db, ctx.organizationId, wabaIds, range),
  ]);
  return new Map(
    subjects.map((subject) => {
      const heldForMs = subject.pollIntervalSeconds * missedPollsAllowed * 1000;
      const own = ratingSpans({
        steps: steps.filter((step) => step.phoneNumberId === subject.id),
        gaps: gaps.filter((gap) => gap.wabaId === subject.wabaId),
        lastSeenAt: new Date(subject.observedAt),
        heldForMs,
        range,
      });
      const spans = own.map((span) => ({
        ...span,
        from: span.from.toISOString(),
        to: span.to.toISOString(),
      }));
      return [subject.id, spans];
    }),
  );
}
