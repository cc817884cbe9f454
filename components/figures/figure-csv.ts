import type {
  CellDimension,
  CellFigures,
  CellsDto,
  FigureRow,
  FiguresDto,
  FigureSubject,
} from "@/lib/contracts/cells.ts";
import { subjectNames } from "./figure-words.ts";

type Cell = string | null;

const figureHeads = [
  "exposures",
  "delivered",
  "failed",
  "blocks",
  "reports",
  "opt_outs",
  "suspected_blocks_inferred",
  "held_by_meta",
  "undelivered",
  "observed",
  "imported",
  "inferred",
  "negative_per_1000",
  "low_per_1000",
  "high_per_1000",
];

/** A ranked table as rows of a file: everything on the page, and the counts behind it. Hidden figures are empty cells. */
export function figureRows(
  figures: Pick<FiguresDto, "from" | "to" | "rule">,
  by: FigureSubject,
  rows: readonly FigureRow[],
): Cell[][] {
  const head = [
    "subject",
    "key",
    "name",
    "state",
    "method",
    "owner",
    "contacts_gained",
    "contacts_gained_before",
    ...figureHeads,
    "exposures_before",
    "negative_per_1000_before",
    "ratio",
    "ratio_low",
    "ratio_high",
    "trend",
    "too_few_to_show",
    "from",
    "to",
    "rule",
  ];
  const subject = subjectNames[by].one;
  return [
    head,
    ...rows.map((row) => [
      ...[subject, row.key, row.name, row.state, row.methodName, row.owner],
      ...[number(row.gained), number(row.previousGained)],
      ...figureCells(row.current),
      ...[number(row.previous.exposures), thousandth(row.previous.rate)],
      ...[number(row.change?.ratio), number(row.change?.low), number(row.change?.high)],
      ...[row.trend, row.current.suppressed ? "yes" : "no", figures.from, figures.to, figures.rule],
    ]),
  ];
}

/** Cells by any grouping as rows of a file. */
export function cellRows(
  cells: Pick<CellsDto, "data" | "from" | "to" | "rule">,
  by: readonly CellDimension[],
): Cell[][] {
  return [
    [...by, ...figureHeads, "too_few_to_show", "from", "to", "rule"],
    ...cells.data.map((cell) => [
      ...by.map((dimension) => cell[dimension] ?? null),
      ...figureCells(cell),
      ...[cell.suppressed ? "yes" : "no", cells.from, cells.to, cells.rule],
    ]),
  ];
}

function figureCells({ exposures, delivered, failed, signals, basis, rate, interval }: CellFigures): Cell[] {
  return [
    ...[number(exposures), number(delivered), number(failed)],
    ...[number(signals?.block), number(signals?.report), number(signals?.opt_out)],
    ...[number(signals?.suspected_block), number(signals?.ecosystem_hold), number(signals?.undelivered)],
    ...[number(basis?.observed), number(basis?.imported), number(basis?.inferred)],
    ...[thousandth(rate), thousandth(interval?.[0]), thousandth(interval?.[1])],
  ];
}

/** A plain number, without rounding noise; absent is an empty cell, never 0. */
function number(value: number | null | undefined): Cell {
  return value === null || value === undefined ? null : String(Number(value.toPrecision(9)));
}

function thousandth(value: number | null | undefined): Cell {
  return value === null || value === undefined ? null : number(value * 1_000);
}
