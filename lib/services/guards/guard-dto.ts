import type { StoredGuard } from "../../adapters/db/launch-guards.ts";
import type { Db } from "../../adapters/db/open-database.ts";
import { findSmallGroupSize } from "../../adapters/db/organization-settings.ts";
import type { LaunchGuardDto } from "../../contracts/launch-guards.ts";
import { guardHorizon } from "../../core/guard/guard-settings.ts";
import { guardHeadline, guardReasons, type GuardToTell } from "../../core/guard/guard-words.ts";
import type { MatchLevel } from "../../core/guard/match-level.ts";
import { dayText } from "../cells/read-range.ts";

/** What the answers about guards have in common. */
export interface GuardReading {
  readonly methodNames: ReadonlyMap<string, string>;
  readonly sourceNames: ReadonlyMap<string, string>;
  readonly smallGroupSize: number;
}

export async function openGuardReading(db: Db, organizationId: string): Promise<GuardReading> {
  const [methods, sources, smallGroupSize] = await Promise.all([
    db.activationMethod.findMany({ where: { organizationId }, select: { id: true, name: true } }),
    db.optInSource.findMany({ where: { organizationId }, select: { id: true, name: true } }),
    findSmallGroupSize(db, organizationId),
  ]);
  const names = (rows: readonly { id: string; name: string }[]) =>
    new Map(rows.map(({ id, name }) => [id, name]));
  return { methodNames: names(methods), sourceNames: names(sources), smallGroupSize };
}

export function guardName(guard: StoredGuard, { methodNames, sourceNames }: GuardReading): string {
  const method =
    guard.activationMethodId === null ? null : (methodNames.get(guard.activationMethodId) ?? null);
  const source = guard.sourceId === null ? null : (sourceNames.get(guard.sourceId) ?? guard.sourceId);
  if (guard.kind === "part") return `${source ?? ""} of ${method ?? ""}`;
  return method ?? source ?? guard.id;
}

export function toGuardToTell(guard: StoredGuard): GuardToTell {
  const { neededLow: low, neededMedian: median, neededHigh: high, exposures } = guard;
  const days = judgedDays(guard);
  const pace = days > 0 ? exposures / days : 0;
  return {
    ...guard,
    interval: guard.ratioLow === null ? null : [guard.ratioLow, guard.ratioHigh],
    likeness: guard.likeness as MatchLevel | null,
    days,
    needed:
      low === null || median === null || high === null
        ? null
        : { low, median, high, days: pace > 0 ? median / pace : null },
  };
}

const judgedDays = ({ startDay, throughDay }: StoredGuard) =>
  startDay === null || throughDay === null ? 0 : throughDay - startDay + 1;

export function toGuardDto(guard: StoredGuard, reading: GuardReading): LaunchGuardDto {
  const told = toGuardToTell(guard);
  const suppressed = guard.exposures > 0 && guard.exposures < reading.smallGroupSize;
  const days = judgedDays(guard);
  const known = <T>(value: T): T | null => (suppressed ? null : value);
  return {
    id: guard.id,
    kind: guard.kind,
    activationMethodId: guard.activationMethodId,
    sourceId: guard.sourceId,
    name: guardName(guard, reading),
    sourceName: guard.sourceId === null ? null : (reading.sourceNames.get(guard.sourceId) ?? null),
    launchedAt: guard.launchedAt.toISOString(),
    startedOn: guard.startDay === null ? null : dayText(guard.startDay),
    judgedThrough: guard.throughDay === null ? null : dayText(guard.throughDay),
    isOver: days >= guardHorizon,
    verdict: suppressed ? "undecided" : guard.verdict,
    lack: suppressed ? "too-few" : guard.lack,
    since: suppressed ? null : (guard.verdictAt?.toISOString() ?? null),
    signal: suppressed ? "negative" : guard.stream,
    rateRatio: known(guard.rateRatio),
    interval: known(told.interval === null ? null : [told.interval[0], told.interval[1]]),
    exposures: known(guard.exposures),
    exposuresCompared: known(guard.exposures - guard.unmatched),
    signals: known(guard.signals),
    expected: known(guard.expected),
    evidence: known(guard.evidence),
    exposuresNeeded:
      suppressed || told.needed === null
        ? null
        : { low: told.needed.low, median: told.needed.median, high: told.needed.high },
    daysNeeded: known(told.needed?.days ?? null),
    headline: suppressed ? "Cannot tell yet: too few messages to show" : guardHeadline(told),
    reasons: suppressed
      ? [
          `Fewer than ${reading.smallGroupSize} messages were sent to its contacts: counts of so small a group are not shown.`,
        ]
      : guardReasons(told),
    suppressed,
    updatedAt: guard.updatedAt.toISOString(),
  };
}
