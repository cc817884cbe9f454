import {
  mostReceived,
  readFatigue,
  readFatigueState,
  type FatigueQuestion,
} from "../../adapters/db/fatigue-days.ts";
import { findSmallGroupSize } from "../../adapters/db/organization-settings.ts";
import type { FatigueDto, FatigueQuery } from "../../contracts/insights.ts";
import { fatigueCurve, type FatigueBucket } from "../../core/fatigue/fatigue-curve.ts";
import { openDimensions } from "../cells/open-dimensions.ts";
import { readRange } from "../cells/read-range.ts";
import type { ServiceContext } from "../context.ts";
import { requireRight } from "../require-right.ts";
import { openBuckets } from "./open-buckets.ts";

const usualDays = 90;
const dayHours = 24;
const dayMs = 86_400_000;

/**
 * How often people answer with a block, a report or a wish to stop, by how many messages they got in 7 days, and the cap
 * that follows. Whole days of UTC; buckets with few messages are joined to the open last one.
 *
 * @throws ServiceError VALIDATION for a range that is none.
 */
export async function readFatigueCurve(ctx: ServiceContext, query: FatigueQuery): Promise<FatigueDto> {
  requireRight(ctx, "quality.read");
  const { organizationId } = ctx;
  const hours = readRange(query, ctx.clock.now(), usualDays);
  const only = (await openDimensions(ctx)).only(query);
  const question: FatigueQuestion = {
    fromDay: Math.floor(hours.from / dayHours),
    toDay: Math.ceil(hours.to / dayHours),
    numbers: only.number,
    sources: only.source,
  };
  const [rows, state, smallGroupSize] = await Promise.all([
    readFatigue(ctx.db, organizationId, question),
    readFatigueState(ctx.db, organizationId, question),
    findSmallGroupSize(ctx.db, organizationId),
  ]);
  const counts = openBuckets(
    rows.map(({ received, exposures, signals }) => ({ messages: received, exposures, signals })),
    smallGroupSize,
  );
  const suppressed = counts === null;
  const shown = counts ?? [];
  const curve = fatigueCurve(shown);
  const openFrom = shown.at(-1)?.messages ?? 0;
  const lastReceived = rows.at(-1)?.received ?? 0;
  const isOpen = lastReceived > openFrom || openFrom === mostReceived;
  return {
    buckets: curve.buckets.map((bucket) => ({
      ...bucketDto(bucket),
      orMore: isOpen && bucket.messages === openFrom,
    })),
    recommendation: shown.length === 0 ? null : curve.recommendation,
    exposures: suppressed ? null : sum(shown, ({ exposures }) => exposures),
    signals: suppressed ? null : sum(shown, ({ signals }) => signals),
    suppressed,
    smallGroupSize,
    from: new Date(question.fromDay * dayMs).toISOString(),
    to: new Date(question.toDay * dayMs).toISOString(),
    countedAt: state.countedAt?.toISOString() ?? null,
    waitingDays: state.waitingDays,
  };
}

function bucketDto({ interval, againstBase, ...bucket }: FatigueBucket) {
  return {
    messages: bucket.messages,
    exposures: bucket.exposures,
    signals: bucket.signals,
    rate: interval?.rate ?? null,
    interval: interval === null ? null : ([interval.low, interval.high] as [number, number]),
    fitted: bucket.fitted,
    ratio: againstBase?.ratio ?? null,
    ratioInterval:
      againstBase === null ? null : ([againstBase.low, againstBase.high] as [number, number | null]),
    finding: bucket.finding,
  };
}

function sum<T>(items: readonly T[], value: (item: T) => number): number {
  return items.reduce((total, item) => total + value(item), 0);
}
