import { findSmallGroupSize } from "../../adapters/db/organization-settings.ts";
import {
  readCellState,
  readExposureGroups,
  readSignalGroups,
  type CellColumn,
} from "../../adapters/db/read-cells.ts";
import type { CellDimension, CellDto, CellsDto, CellsQuery } from "../../contracts/cells.ts";
import type { ServiceContext } from "../context.ts";
import { decodeCursor, encodeCursor } from "../page-cursor.ts";
import { invalid } from "../errors.ts";
import { requireRight } from "../require-right.ts";
import { gatherGroups, negativeCount, toFigures, type GroupCounts } from "./group-figures.ts";
import { columnOf, openDimensions } from "./open-dimensions.ts";
import { hourText, readRange } from "./read-range.ts";

const usualDays = 28;

/**
 * Exposures, signals and rates by any grouping of the dimensions. Groups below the organization's size are named but
 * not counted; signals and exposures of people who opted in nowhere that is known are under source null.
 *
 * The largest groups come first, but days in their order.
 *
 * @throws ServiceError VALIDATION for a range or a cursor that is none.
 */
export async function listCells(ctx: ServiceContext, query: CellsQuery): Promise<CellsDto> {
  requireRight(ctx, "quality.read");
  const { organizationId } = ctx;
  const hours = readRange(query, ctx.clock.now(), usualDays);
  const offset = readOffset(query.cursor);
  const by = [...new Set(query.by)];
  const [dimensions, smallGroupSize, state] = await Promise.all([
    openDimensions(ctx),
    findSmallGroupSize(ctx.db, organizationId),
    readCellState(ctx.db, organizationId),
  ]);
  const columns = [...new Set(by.map((dimension) => columnOf[dimension]))];
  const { lastHour } = state;
  const question = { hours, by: columns, rule: query.rule, only: dimensions.only(query), lastHour };
  const [exposures, signals] = await Promise.all([
    readExposureGroups(ctx.db, organizationId, question),
    readSignalGroups(ctx.db, organizationId, question),
  ]);
  const words = wordsOf(by, columns, dimensions.word);
  const groups = gatherGroups(exposures, signals, (key) => JSON.stringify(words(key)));
  const sorted = sortGroups(by, [...groups]);
  const page = sorted.slice(offset, offset + query.limit);
  return {
    data: page.map(([name, counts]) => toCell(by, name, counts, smallGroupSize)),
    nextCursor: offset + query.limit < sorted.length ? encodeCursor([String(offset + query.limit)]) : null,
    from: hourText(hours.from),
    to: hourText(hours.to),
    rule: query.rule,
    smallGroupSize,
    countedAt: state.countedAt?.toISOString() ?? null,
    waiting: state.waiting,
  };
}

/** From the ordinals of a group, in the order of the columns, to the words of the dimensions that were asked for. */
function wordsOf(
  by: readonly CellDimension[],
  columns: readonly CellColumn[],
  word: (dimension: CellDimension, ordinal: number) => string | null,
) {
  const places = by.map((dimension) => ({ dimension, place: columns.indexOf(columnOf[dimension]) }));
  return (key: readonly number[]) => places.map(({ dimension, place }) => word(dimension, key[place] ?? 0));
}

function sortGroups(
  by: readonly CellDimension[],
  groups: readonly [string, GroupCounts][],
): [string, GroupCounts][] {
  const dayPlace = by.indexOf("day");
  const day = (name: string) =>
    dayPlace === -1 ? "" : ((JSON.parse(name) as (string | null)[])[dayPlace] ?? "");
  return [...groups].sort(([a, x], [b, y]) => {
    const byDay = dayPlace === -1 ? 0 : compare(day(a), day(b));
    return byDay || y.exposures - x.exposures || negativeCount(y) - negativeCount(x) || compare(a, b);
  });
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

function toCell(
  by: readonly CellDimension[],
  name: string,
  counts: GroupCounts,
  smallGroupSize: number,
): CellDto {
  const words = JSON.parse(name) as (string | null)[];
  return {
    ...Object.fromEntries(by.map((dimension, place) => [dimension, words[place] ?? null])),
    ...toFigures(counts, smallGroupSize),
  };
}

function readOffset(cursor: string | undefined): number {
  const [part] = decodeCursor(cursor, 1) ?? ["0"];
  if (part === undefined || !/^\d{1,9}$/.test(part)) throw invalid("cursor", "is not a cursor of this list");
  return Number(part);
}
