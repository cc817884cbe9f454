import { listBlindStretches, listRatingSteps } from "../../adapters/db/rating-spans.ts";
import { findOrganization } from "../../adapters/db/users.ts";
import {
  listConnectionScopes,
  listIncidentFacts,
  listLastRankedRatings,
  listWatchedNumbers,
  type ConnectionScopeRow,
  type WatchedNumberRow,
} from "../../adapters/db/weekly-facts.ts";
import { missedPollsAllowed } from "../../core/collection/freshness.ts";
import { nameNumbers } from "../../core/reporting/name-numbers.ts";
import { reportScope, type ReportScope } from "../../core/reporting/report-scope.ts";
import type { WatchFacts } from "../../core/reporting/weekly-report.ts";
import type { ServiceContext } from "../context.ts";

/** What is watched, and since when: enough to know which weeks there are. */
export interface Watch {
  readonly now: Date;
  readonly timeZone: string;
  readonly scope: ReportScope;
  readonly firstObservedAt: Date | null;
  readonly numbers: readonly WatchedNumberRow[];
  /** Numbers that are left out because a real connection stands beside the sandbox. */
  readonly leftOutIds: ReadonlySet<string>;
  readonly connections: ReadonlyMap<string, ConnectionScopeRow>;
}

const defaultPollSeconds = 600;

export async function readWatch(ctx: ServiceContext): Promise<Watch> {
  const { db, organizationId } = ctx;
  const [organization, connections, all] = await Promise.all([
    findOrganization(db, organizationId),
    listConnectionScopes(db, organizationId),
    listWatchedNumbers(db, organizationId),
  ]);
  const scope = reportScope(connections, new Set(all.map((number) => number.connectionId)));
  const numbers = all.filter((number) => !scope.leftOut.has(number.connectionId));
  const firstMs = numbers.reduce((first, number) => Math.min(first, number.firstSeenAt.getTime()), Infinity);
  return {
    now: ctx.clock.now(),
    timeZone: organization?.timeZone ?? "UTC",
    scope,
    firstObservedAt: numbers.length === 0 ? null : new Date(firstMs),
    numbers,
    leftOutIds: new Set(all.filter((number) => scope.leftOut.has(number.connectionId)).map(({ id }) => id)),
    connections: new Map(connections.map((connection) => [connection.id, connection])),
  };
}

/** The facts of the watched numbers in [from, to), in four queries whatever the number of numbers or weeks. */
export async function readWatchFacts(
  ctx: ServiceContext,
  watch: Watch,
  range: { readonly from: Date; readonly to: Date },
): Promise<WatchFacts> {
  const { db, organizationId } = ctx;
  const ids = watch.numbers.map((number) => number.id);
  const wabaIds = [...new Set(watch.numbers.map((number) => number.wabaId))];
  const [allSteps, allGaps, rankedBefore, incidents] = await Promise.all([
    listRatingSteps(db, organizationId, ids, range),
    listBlindStretches(db, organizationId, wabaIds, range),
    listLastRankedRatings(db, organizationId, ids, range.from),
    listIncidentFacts(db, organizationId, range),
  ]);
  const steps = groupBy(allSteps, (step) => step.phoneNumberId);
  const gaps = groupBy(allGaps, (gap) => gap.wabaId);
  const names = nameNumbers(watch.numbers);
  return {
    now: watch.now,
    timeZone: watch.timeZone,
    scope: watch.scope.kind,
    firstObservedAt: watch.firstObservedAt,
    numbers: watch.numbers.map((number) => {
      const connection = watch.connections.get(number.connectionId);
      return {
        id: number.id,
        name: names.get(number.id) ?? number.id,
        firstSeenAt: number.firstSeenAt,
        observedFrom: number.observedFrom,
        lastSeenAt: number.observedAt,
        heldForMs: (connection?.pollIntervalSeconds ?? defaultPollSeconds) * missedPollsAllowed * 1000,
        missingSince: number.missingSince,
        connectionEnded: connection === undefined || connection.state === "removed",
        steps: steps.get(number.id) ?? [],
        rankedBefore: rankedBefore.get(number.id) ?? null,
        gaps: gaps.get(number.wabaId) ?? [],
      };
    }),
    incidents: incidents.filter(
      ({ phoneNumberId, connectionId }) =>
        !watch.leftOutIds.has(phoneNumberId ?? "") && !watch.scope.leftOut.has(connectionId ?? ""),
    ),
  };
}

function groupBy<T>(rows: readonly T[], keyOf: (row: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group === undefined) groups.set(keyOf(row), [row]);
    else group.push(row);
  }
  return groups;
}
