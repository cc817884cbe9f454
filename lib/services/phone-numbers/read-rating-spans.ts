import type { RatingSpan } from "../../contracts/phone-numbers.ts";
import { listBlindStretches, listFirstSightings, listRatingSteps } from "../../adapters/db/rating-spans.ts";
import { missedPollsAllowed } from "../../core/collection/freshness.ts";
import { ratingSpans } from "../../core/quality/rating-spans.ts";
import type { ServiceContext } from "../context.ts";

export interface SpanSubject {
  readonly id: string;
  readonly wabaId: string;
  readonly observedAt: string;
  readonly pollIntervalSeconds: number;
}

/** The rating of many numbers as held spans with gaps, in two or three queries whatever their number. */
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
  const withImports = [...new Set(steps.filter(isImported).map((step) => step.phoneNumberId))];
  const sightings =
    withImports.length === 0 ? null : await listFirstSightings(ctx.db, ctx.organizationId, withImports);
  return new Map(
    subjects.map((subject) => {
      const heldForMs = subject.pollIntervalSeconds * missedPollsAllowed * 1000;
      const own = ratingSpans({
        steps: steps.filter((step) => step.phoneNumberId === subject.id),
        gaps: gaps.filter((gap) => gap.wabaId === subject.wabaId),
        lastSeenAt: new Date(subject.observedAt),
        heldForMs,
        range,
        observedFrom: sightings?.get(subject.id),
      });
      const spans = own.map(({ kind, value, source, from, to }) => ({
        kind,
        value,
        ...(source === null ? {} : { source }),
        from: from.toISOString(),
        to: to.toISOString(),
      }));
      return [subject.id, spans];
    }),
  );
}

function isImported(step: { readonly source: string }): boolean {
  return step.source === "import";
}
