import { findSmallGroupSize } from "../../adapters/db/organization-settings.ts";
import { rankCells, type RankedColumn, type RankedGroup } from "../../adapters/db/rank-cells.ts";
import { readCellState } from "../../adapters/db/read-cells.ts";
import {
  negativeKinds,
  type CellDimension,
  type CellDto,
  type CellsDto,
  type CellsQuery,
} from "../../contracts/cells.ts";
import type { ServiceContext } from "../context.ts";
import { decodeCursor, encodeCursor } from "../page-cursor.ts";
import { invalid } from "../errors.ts";
import { requireRight } from "../require-right.ts";
import { addSignals, noCounts, toFigures } from "./group-figures.ts";
import { columnOf, openDimensions, type Dimensions } from "./open-dimensions.ts";
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
  const { limit, rule } = query;
  const columns = by.map((dimension) => columnFor(dimension, dimensions));
  const groups = await rankCells(ctx.db, organizationId, {
    ...{ hours, rule, negativeKinds, offset },
    by: columns.map(({ column }) => column),
    only: dimensions.only(query),
    lastHour: state.lastHour,
    // One more says whether there is another page.
    limit: limit + 1,
  });
  return {
    data: groups.slice(0, limit).map((group) => toCell(by, columns, group, smallGroupSize)),
    nextCursor: groups.length > limit ? encodeCursor([String(offset + limit)]) : null,
    from: hourText(hours.from),
    to: hourText(hours.to),
    rule,
    smallGroupSize,
    countedAt: state.countedAt?.toISOString() ?? null,
    waiting: state.waiting,
  };
}

interface NamedColumn {
  readonly column: RankedColumn;
  readonly word: (counted: number) => string | null;
}

/** Merged sources and campaigns count as what stands for them, and sources of one method as one. */
function columnFor(dimension: CellDimension, dimensions: Dimensions): NamedColumn {
  const column = columnOf[dimension];
  if (dimension !== "source" && dimension !== "campaign" && dimension !== "method") {
    return {
      column: { column, as: [], others: "itself" },
      word: (counted) => dimensions.word(dimension, counted),
    };
  }
  const firstOf = new Map<string, number>();
  const as: [number, number][] = [];
  for (const ordinal of dimensions.ordinals(dimension === "campaign" ? "campaign" : "source")) {
    const word = dimensions.word(dimension, ordinal);
    if (word === null) continue;
    const first = firstOf.get(word);
    if (first === undefined) firstOf.set(word, ordinal);
    if (dimension === "method" || (first !== undefined && first !== ordinal))
      as.push([ordinal, first ?? ordinal]);
  }
  return {
    column: { column, as, others: dimension === "method" ? "none" : "itself" },
    word: (counted) => dimensions.word(dimension, counted),
  };
}

function toCell(
  by: readonly CellDimension[],
  columns: readonly NamedColumn[],
  { key, signals, exposures, delivered, failed }: RankedGroup,
  smallGroupSize: number,
): CellDto {
  const counts = { ...noCounts(), exposures, delivered, failed };
  for (const signal of signals) addSignals(counts, signal);
  const cell: Record<string, string | null> = {};
  for (const [place, dimension] of by.entries())
    cell[dimension] = columns[place]?.word(key[place] ?? 0) ?? null;
  return Object.assign(cell, toFigures(counts, smallGroupSize));
}

function readOffset(cursor: string | undefined): number {
  const [part] = decodeCursor(cursor, 1) ?? ["0"];
  if (part === undefined || !/^\d{1,9}$/.test(part)) throw invalid("cursor", "is not a cursor of this list");
  return Number(part);
}
