import { readCellState, readOptInGroups } from "../../adapters/db/read-cells.ts";
import type { SourceMixDto, SourceMixQuery } from "../../contracts/insights.ts";
import { sourceMixDrift, type SourceMixDrift, type SourceWeek } from "../../core/drift/source-mix-drift.ts";
import { openDimensions, type Dimensions } from "../cells/open-dimensions.ts";
import { hourText } from "../cells/read-range.ts";
import type { ServiceContext } from "../context.ts";
import { requireRight } from "../require-right.ts";

const dayHours = 24;
const weekDays = 7;
const dayMs = 86_400_000;
const referenceWeeks = 8;

/**
 * Whether the new contacts of the last seven whole days of UTC came from other sources than those of the eight weeks
 * before. Weeks before the first opt-in are no reference; merged sources count as one.
 */
export async function readSourceMix(ctx: ServiceContext, query: SourceMixQuery): Promise<SourceMixDto> {
  requireRight(ctx, "quality.read");
  const end = query.to === undefined ? ctx.clock.now() : new Date(query.to);
  const toDay = Math.floor(end.getTime() / dayMs);
  const nowFrom = toDay - weekDays;
  const fromDay = nowFrom - referenceWeeks * weekDays;
  const dimensions = await openDimensions(ctx);
  const [groups, state] = await Promise.all([
    readOptInGroups(ctx.db, ctx.organizationId, {
      hours: { from: fromDay * dayHours, to: toDay * dayHours },
      by: ["source", "day"],
      sources: null,
    }),
    readCellState(ctx.db, ctx.organizationId),
  ]);
  const weeks = Array.from({ length: referenceWeeks + 1 }, (): Record<string, number> => ({}));
  for (const { key, gained } of groups) {
    const week = weeks[Math.floor(((key[1] ?? 0) - fromDay) / weekDays)];
    const source = dimensions.word("source", key[0] ?? 0);
    if (week !== undefined && source !== null) week[source] = (week[source] ?? 0) + gained;
  }
  const current = { contacts: weeks.at(-1) ?? {} };
  const before = weeks.slice(0, -1).map((contacts): SourceWeek => ({ contacts }));
  const first = before.findIndex((week) => size(week) > 0);
  const reference = first === -1 ? [] : before.slice(first);
  const drift = sourceMixDrift(reference, current);
  const dayInstant = (day: number) => hourText(day * dayHours);
  return {
    ...verdictOf(drift, dimensions),
    current: { from: dayInstant(nowFrom), to: dayInstant(toDay), contacts: size(current) },
    reference: {
      from: dayInstant(nowFrom - reference.length * weekDays),
      to: dayInstant(nowFrom),
      contacts: reference.reduce((total, week) => total + size(week), 0),
      weeks: reference.length,
    },
    countedAt: state.countedAt?.toISOString() ?? null,
  };
}

type Verdict = Pick<
  SourceMixDto,
  "verdict" | "missing" | "distance" | "distanceInterval" | "pValue" | "sources" | "total"
>;

function verdictOf(drift: SourceMixDrift, dimensions: Dimensions): Verdict {
  if (drift.kind === "not-enough-data") {
    const { reason, needed } = drift;
    const nothing = { distance: null, distanceInterval: null, pValue: null, sources: [], total: null };
    return { verdict: "not-enough-data", missing: { reason, needed }, ...nothing };
  }
  return {
    verdict: drift.kind,
    missing: null,
    distance: drift.distance,
    distanceInterval: [drift.distanceLow, drift.distanceHigh],
    pValue: drift.pValue,
    sources: drift.sources.map(({ source, before, now, low, high }) => ({
      key: source,
      name: source === null ? null : (dimensions.source(source)?.name ?? source),
      before,
      now,
      interval: [low, high],
    })),
    total: drift.total,
  };
}

function size({ contacts }: SourceWeek): number {
  return Object.values(contacts).reduce((total, count) => total + count, 0);
}
