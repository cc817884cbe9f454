import { listActivationMethodRows } from "../../adapters/db/activation-methods.ts";
import { findFirstDay } from "../../adapters/db/guard-arms.ts";
import type { Db } from "../../adapters/db/open-database.ts";
import { readCellValues } from "../../adapters/db/read-cells.ts";
import { loadRegistryNames } from "../../adapters/db/registry-names.ts";
import { listUnannouncedSources } from "../../adapters/db/unannounced-sources.ts";
import {
  dayOf,
  newDays,
  planGuards,
  type GuardedSource,
  type GuardPlan,
} from "../../core/guard/plan-guards.ts";
import { methodState } from "../../core/registry/method-state.ts";

const hourMs = 3_600_000;
const mostMethods = 5_000;
const mostUnannounced = 1_000;

/** What is to be watched now, and who is no comparison for others. */
export interface WatchPlan {
  readonly guards: readonly GuardPlan[];
  /** Launched so shortly before a day that it is no comparison yet. */
  readonly isNew: (source: number, day: number) => boolean;
  /** ISO 3166-1; "" where it is not said. */
  readonly countryOf: (source: number) => string;
}

export async function planWatch(db: Db, organizationId: string, now: Date): Promise<WatchPlan> {
  const [values, names, methods, unannounced, firstDay] = await Promise.all([
    readCellValues(db, organizationId),
    loadRegistryNames(db, organizationId),
    listActivationMethodRows(db, organizationId, { after: null, take: mostMethods, now }),
    listUnannouncedSources(db, organizationId, { after: null, take: mostUnannounced }),
    findFirstDay(db, organizationId),
  ]);
  const named = [...values.source].map(([ordinal, key]) => ({ ordinal, source: names.sources.get(key) }));
  const sources = named.flatMap(({ ordinal, source }): GuardedSource[] =>
    source === undefined ? [] : [{ ordinal, id: source.id, methodId: source.methodId }],
  );
  const launched = methods.flatMap(({ id, launchedAt, state }) => {
    if (launchedAt === null || launchedAt > now) return [];
    return methodState(state, launchedAt, now) === "draft" ? [] : [{ id, launchedAt }];
  });
  const starts = unannounced.map(({ sourceId, firstHour }) => ({
    sourceId,
    firstOptInAt: new Date(firstHour * hourMs),
  }));
  const guards = planGuards(launched, sources, starts, firstDay);
  const launchDays = new Map(
    guards.flatMap(({ kind, own, launchedAt }) =>
      kind === "part" ? [] : own.map((source) => [source, dayOf(launchedAt)] as const),
    ),
  );
  const countries = new Map(named.map(({ ordinal, source }) => [ordinal, source?.country ?? ""]));
  return {
    guards,
    isNew: (source, day) => {
      const launchDay = launchDays.get(source);
      return launchDay !== undefined && day >= launchDay && day < launchDay + newDays;
    },
    countryOf: (source) => countries.get(source) ?? "",
  };
}
