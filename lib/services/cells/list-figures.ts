import { findSmallGroupSize } from "../../adapters/db/organization-settings.ts";
import {
  readCellState,
  readExposureGroups,
  readOptInGroups,
  readSignalGroups,
  readSignalSums,
  type CellsQuestion,
} from "../../adapters/db/read-cells.ts";
import { negativeKinds, type FigureRow, type FiguresDto, type FiguresQuery } from "../../contracts/cells.ts";
import type { Stretch } from "../../core/cells/plan-segments.ts";
import { rateRatio } from "../../core/rates/rate-ratio.ts";
import { trendKind } from "../../core/rates/trend.ts";
import type { ServiceContext } from "../context.ts";
import { requireRight } from "../require-right.ts";
import { describeSubject } from "./describe-subject.ts";
import {
  addCounts,
  gatherGroups,
  isSmall,
  negativeCount,
  noCounts,
  toFigures,
  type GroupCounts,
} from "./group-figures.ts";
import { columnOf, openDimensions } from "./open-dimensions.ts";
import { dayText, hourText, previousRange, readRange } from "./read-range.ts";

const usualDays = 90;
/** Above so many days, a point is a week. */
const mostDailyPoints = 42;
const dayHours = 24;

/**
 * The ranked table of sources, methods, campaigns, templates, cohorts or numbers: what each brought and what it cost, with the
 * previous equal period and the points between. The largest come first.
 *
 * @throws ServiceError VALIDATION for a range that is none.
 */
export async function listFigures(ctx: ServiceContext, query: FiguresQuery): Promise<FiguresDto> {
  requireRight(ctx, "quality.read");
  const { organizationId } = ctx;
  const { by, rule } = query;
  const hours = readRange(query, ctx.clock.now(), usualDays);
  const before = previousRange(hours);
  const unit = hours.to - hours.from > mostDailyPoints * dayHours ? "week" : "day";
  const [dimensions, smallGroupSize, state] = await Promise.all([
    openDimensions(ctx),
    findSmallGroupSize(ctx.db, organizationId),
    readCellState(ctx.db, organizationId),
  ]);
  const only = dimensions.only(query);
  const subject = columnOf[by];
  const ask = (range: Stretch, columns: CellsQuestion["by"]): CellsQuestion => ({
    hours: range,
    by: columns,
    rule,
    only,
    lastHour: state.lastHour,
  });
  const [exposures, signals, negatives, exposuresBefore, signalsBefore, gained, gainedBefore] =
    await Promise.all([
      readExposureGroups(ctx.db, organizationId, ask(hours, [subject, unit])),
      readSignalGroups(ctx.db, organizationId, ask(hours, [subject])),
      readSignalSums(ctx.db, organizationId, ask(hours, [subject, unit]), negativeKinds),
      readExposureGroups(ctx.db, organizationId, ask(before, [subject])),
      readSignalGroups(ctx.db, organizationId, ask(before, [subject])),
      readOptInGroups(ctx.db, organizationId, { hours, by: ["source"], sources: only.source ?? null }),
      readOptInGroups(ctx.db, organizationId, {
        hours: before,
        by: ["source"],
        sources: only.source ?? null,
      }),
    ]);
  const word = namedOnce((ordinal) => JSON.stringify(dimensions.word(by, ordinal)));
  const now = gatherGroups(exposures, signals, word);
  const then = gatherGroups(exposuresBefore, signalsBefore, word);
  const points = gatherPoints(exposures, negatives, (key) => `${key[1] ?? 0} ${word(key)}`);
  // An opt-in names no number, campaign or template: under such a filter nobody knows whose contacts are asked for.
  const isPart = [query.phoneNumberId, query.campaign, query.template].some((one) => one !== undefined);
  const hasContacts = (by === "source" || by === "method") && !isPart;
  const contacts = hasContacts ? sumGained(gained, word) : new Map<string, number>();
  const contactsBefore = hasContacts ? sumGained(gainedBefore, word) : new Map<string, number>();
  const days = pointDays(hours, unit).map((day) => ({ day, text: dayText(day) }));
  const names = [...new Set([...now.keys(), ...then.keys(), ...contacts.keys(), ...contactsBefore.keys()])];
  const data = names.map((name): FigureRow => {
    const current = now.get(name) ?? noCounts();
    const previous = then.get(name) ?? noCounts();
    const series = days.map(({ day }) => points.get(`${day} ${name}`) ?? nothing);
    return {
      ...describeSubject(by, JSON.parse(name) as string | null, dimensions),
      gained: hasContacts ? (contacts.get(name) ?? 0) : null,
      previousGained: hasContacts ? (contactsBefore.get(name) ?? 0) : null,
      current: toFigures(current, smallGroupSize),
      previous: toFigures(previous, smallGroupSize),
      change: changeOf(current, previous, smallGroupSize),
      trend: trendKind(
        series.map(({ negative, exposures: sent }) => ({ events: negative, exposures: sent })),
      ),
      points: days.map(({ text }, index) => {
        const isHidden = isSmall(current, smallGroupSize);
        return toPoint(text, series[index] ?? nothing, isHidden ? Infinity : smallGroupSize);
      }),
    };
  });
  data.sort(bySize);
  const sum = (groups: Iterable<GroupCounts>) => {
    const total = noCounts();
    // Small groups are left out, or they could be had by subtraction.
    for (const group of groups) if (!isSmall(group, smallGroupSize)) addCounts(total, group);
    return toFigures(total, smallGroupSize);
  };
  const count = (groups: readonly { readonly gained: number }[]) =>
    groups.reduce((total, one) => total + one.gained, 0);
  return {
    data,
    total: {
      gained: count(gained),
      previousGained: count(gainedBefore),
      current: sum(now.values()),
      previous: sum(then.values()),
    },
    previousFrom: hourText(before.from),
    previousTo: hourText(before.to),
    pointUnit: unit,
    from: hourText(hours.from),
    to: hourText(hours.to),
    rule,
    smallGroupSize,
    countedAt: state.countedAt?.toISOString() ?? null,
    waiting: state.waiting,
  };
}

const toRateCount = (counts: GroupCounts) => ({ events: negativeCount(counts), exposures: counts.exposures });

/** The word of a group by its first ordinal; thousands of groups share a few hundred. */
function namedOnce(nameOf: (ordinal: number) => string): (key: readonly number[]) => string {
  const names = new Map<number, string>();
  return ([ordinal = 0]) => {
    let name = names.get(ordinal);
    if (name === undefined) names.set(ordinal, (name = nameOf(ordinal)));
    return name;
  };
}

function sumGained(
  groups: readonly { readonly key: readonly number[]; readonly gained: number }[],
  word: (key: readonly number[]) => string,
): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { key, gained } of groups) sums.set(word(key), (sums.get(word(key)) ?? 0) + gained);
  return sums;
}

function changeOf(current: GroupCounts, previous: GroupCounts, smallGroupSize: number): FigureRow["change"] {
  if (isSmall(current, smallGroupSize) || isSmall(previous, smallGroupSize)) return null;
  return rateRatio(toRateCount(current), toRateCount(previous));
}

/** What a point of a series shows. */
interface PointCounts {
  exposures: number;
  negative: number;
}
const nothing: Readonly<PointCounts> = { exposures: 0, negative: 0 };

function gatherPoints(
  exposures: readonly { readonly key: readonly number[]; readonly exposures: number }[],
  negatives: readonly { readonly key: readonly number[]; readonly count: number }[],
  nameOf: (key: readonly number[]) => string,
): Map<string, PointCounts> {
  const points = new Map<string, PointCounts>();
  const at = (key: readonly number[]) => {
    const name = nameOf(key);
    let point = points.get(name);
    if (point === undefined) points.set(name, (point = { ...nothing }));
    return point;
  };
  for (const one of exposures) at(one.key).exposures += one.exposures;
  for (const one of negatives) at(one.key).negative += one.count;
  return points;
}

/** Hidden are small counts, and all of a group that is itself too small; nothing sent and nothing heard is no secret. */
function toPoint(
  day: string,
  { exposures, negative }: PointCounts,
  smallGroupSize: number,
): FigureRow["points"][number] {
  const isNone = exposures === 0 && negative === 0;
  const isHidden = !isNone && Math.max(exposures, negative) < smallGroupSize;
  return { day, exposures: isHidden ? null : exposures, negative: isHidden ? null : negative };
}

/** The days, or Mondays, of a range, also those on which nothing was sent. */
function pointDays({ from, to }: Stretch, unit: "day" | "week"): number[] {
  const step = unit === "week" ? 7 : 1;
  const firstDay = Math.floor(from / dayHours);
  const first = unit === "week" ? firstDay - ((((firstDay + 3) % 7) + 7) % 7) : firstDay;
  const days: number[] = [];
  for (let day = first; day * dayHours < to; day += step) days.push(day);
  return days;
}

function bySize(a: FigureRow, b: FigureRow): number {
  return (
    (b.current.exposures ?? -1) - (a.current.exposures ?? -1) ||
    (b.gained ?? 0) - (a.gained ?? 0) ||
    (a.name < b.name ? -1 : 1)
  );
}
