import { listNumberChanges, type ChangeRow } from "../../adapters/db/asset-timelines.ts";
import { readNumberSeries } from "../../adapters/db/spike-streams.ts";
import { listSpikeStretches, type SpikeStretch } from "../../adapters/db/spikes.ts";
import type { PageQuery } from "../../contracts/page.ts";
import type { RatingStepDto, RatingStepsDto, StepWeekDto } from "../../contracts/rating-steps.ts";
import { ratingStepWords } from "../../core/detection/rating-step-words.ts";
import type { RatingStepWindow } from "../../core/detection/rating-step-window.ts";
import { dailySpikes } from "../../core/detection/spike-settings.ts";
import { streamKinds, type NumberSeries, type StreamKind } from "../../core/detection/stream-stand.ts";
import { neededForStep, weekBeforeStep } from "../../core/detection/week-before-step.ts";
import { rankedRatings, ratingMove } from "../../core/quality/rating.ts";
import { dayText } from "../cells/read-range.ts";
import type { ServiceContext } from "../context.ts";
import { notFound } from "../errors.ts";
import { cursorInstant, decodeCursor, pageOf } from "../page-cursor.ts";
import { requireRight } from "../require-right.ts";

const dayMs = 86_400_000;

/**
 * Changes between ranked ratings of a number, each with the week before it, whether or not a spike was called.
 *
 * @throws ServiceError NOT_FOUND, or VALIDATION for a cursor that is not one of this list.
 */
export async function listRatingSteps(
  ctx: ServiceContext,
  id: string,
  query: PageQuery,
): Promise<RatingStepsDto> {
  requireRight(ctx, "quality.read");
  const { organizationId, db } = ctx;
  const number = await db.phoneNumber.findUnique({ where: { organizationId_id: { organizationId, id } } });
  if (number === null) throw notFound("The phone number");
  const cursor = decodeCursor(query.cursor, 2);
  const changes = await listNumberChanges(db, organizationId, id, {
    field: "quality_rating",
    limit: query.limit + 1,
    after: cursor === null ? undefined : { at: cursorInstant(cursor[0]), id: cursor[1] ?? "" },
  });
  const { page, nextCursor } = pageOf(changes, query.limit, (last) => [
    last.occurredAt.toISOString(),
    last.id,
  ]);
  const steps = page.flatMap(toStep);
  if (steps.length === 0) return { data: [], nextCursor };
  const days = steps.map(({ day }) => day);
  const fromDay = neededForStep(Math.min(...days), dailySpikes);
  const [all, spikes] = await Promise.all([
    readNumberSeries(db, organizationId, [{ phoneNumberId: id, fromDay }], Math.max(...days)),
    listSpikeStretches(db, organizationId, id, fromDay),
  ]);
  const series = all.get(id) ?? new Map();
  return { data: steps.map((step) => toDto(step, series, spikes)), nextCursor };
}

interface Step {
  readonly change: ChangeRow;
  readonly day: number;
  readonly from: string | null;
  readonly to: string;
  readonly direction: RatingStepDto["direction"];
}

function toStep(change: ChangeRow): Step[] {
  const from = rankedRatings.find((rating) => rating === change.fromValue) ?? null;
  const direction = ratingMove(from, change.toValue);
  if (direction === "none" || change.toValue === null) return [];
  const day = Math.floor(change.occurredAt.getTime() / dayMs);
  return [{ change, day, from: change.fromValue, to: change.toValue, direction }];
}

function toDto(
  { change, day, from, to, direction }: Step,
  series: NumberSeries,
  spikes: readonly SpikeStretch[],
): RatingStepDto {
  const window = { from: dayText(day - 7), to: dayText(day - 1) };
  const covers = ({ startDay, endDay }: SpikeStretch, at: number) =>
    startDay <= at && (endDay === null || endDay >= at);
  const weekOf = (kind: StreamKind) => {
    // What lasted until it was how things are is what is usual.
    const own = spikes.filter((spike) => spike.kind === kind && spike.state !== "new-level");
    return weekBeforeStep(kind, series, day, dailySpikes, (at) => own.some((spike) => covers(spike, at)));
  };
  const weeks = Object.fromEntries(streamKinds.map((kind) => [kind, weekOf(kind)])) as Record<
    StreamKind,
    RatingStepWindow | null
  >;
  return {
    id: change.id,
    occurredAt: change.occurredAt.toISOString(),
    notBefore: change.notBefore?.toISOString() ?? null,
    ...{ from, to, direction, window },
    weeks: streamKinds.map((kind) => toWeekDto(kind, weeks[kind])),
    days: (weeks.negative?.days ?? []).map(({ at, ...rest }) => ({ day: dayText(at), ...rest })),
    spikeIds: spikes
      .filter(({ startDay, endDay }) => startDay < day && (endDay === null || endDay >= day - 7))
      .map((spike) => spike.id),
    summary: ratingStepWords({ from, to, window, weeks }),
  };
}

function toWeekDto(kind: StreamKind, week: RatingStepWindow | null): StepWeekDto {
  if (week === null) {
    return {
      kind,
      finding: "not-known",
      ratio: null,
      ratioInterval: null,
      events: null,
      expected: null,
      missingDays: null,
    };
  }
  const { finding, ratio, ratioInterval, events, missingDays } = week;
  return {
    ...{ kind, finding, ratio, events, missingDays },
    ratioInterval: ratioInterval === null ? null : [ratioInterval[0], ratioInterval[1]],
    expected: week.days.reduce((sum, { expected }) => sum + expected, 0),
  };
}
