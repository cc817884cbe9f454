import { listActivationMethodRows } from "../../adapters/db/activation-methods.ts";
import { listMethodMoves } from "../../adapters/db/registry-changes.ts";
import { listUnannouncedSources } from "../../adapters/db/unannounced-sources.ts";
import type { LaunchCalendarDto, LaunchCalendarQuery } from "../../contracts/launches.ts";
import { launchCalendar } from "../../core/registry/launch-calendar.ts";
import { methodState } from "../../core/registry/method-state.ts";
import type { ServiceContext } from "../context.ts";
import { invalid } from "../errors.ts";
import { requireRight } from "../require-right.ts";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const daysBack = 31;
const usualDays = 93;
const longestDays = 400;
const mostEntries = 1000;
const mostSubjects = 5000;

/**
 * Launches as planned and as they were, steps of ramps, holds, ends and unannounced launches in a range, in order of time.
 *
 * @throws ServiceError VALIDATION (from) when the range ends before it begins or is longer than 400 days.
 */
export async function getLaunchCalendar(
  ctx: ServiceContext,
  query: LaunchCalendarQuery,
): Promise<LaunchCalendarDto> {
  requireRight(ctx, "registry.read");
  const now = ctx.clock.now();
  const range = readCalendarRange(query, now);
  const { db, organizationId } = ctx;
  const [methods, moves, unannounced] = await Promise.all([
    listActivationMethodRows(db, organizationId, { after: null, take: mostSubjects, now }),
    listMethodMoves(db, organizationId, { before: range.to, take: mostSubjects }),
    listUnannouncedSources(db, organizationId, { after: null, take: mostSubjects }),
  ]);
  const entries = launchCalendar(
    {
      methods: methods.map((method) => ({
        ...method,
        state: methodState(method.state, method.launchedAt, now),
      })),
      moves,
      // A history that was sent is judged as of its days, and so it stands there.
      unannounced: unannounced.map((source) => ({
        ...source,
        startedAt: new Date(Math.min(source.firstSeenAt.getTime(), source.firstHour * hourMs)),
      })),
    },
    range,
  );
  return {
    data: entries.slice(0, mostEntries).map((entry) => ({
      ...entry,
      at: entry.at.toISOString(),
      until: entry.until?.toISOString() ?? null,
      plannedAt: entry.plannedAt?.toISOString() ?? null,
    })),
    from: range.from.toISOString(),
    to: range.to.toISOString(),
    isCut: entries.length > mostEntries,
  };
}

function readCalendarRange(query: LaunchCalendarQuery, now: Date): { from: Date; to: Date } {
  const from = query.from === undefined ? new Date(now.getTime() - daysBack * dayMs) : new Date(query.from);
  const to = query.to === undefined ? new Date(from.getTime() + usualDays * dayMs) : new Date(query.to);
  if (from >= to) throw invalid("from", "must be before to");
  if (to.getTime() - from.getTime() > longestDays * dayMs) {
    throw invalid("from", `may be at most ${longestDays} days before to`);
  }
  return { from, to };
}
