"use client";

import { HeadRow, Table, TableBody, Th } from "@/components/ui/table.tsx";
import type { FigureRow, FiguresDto, FigureSubject } from "@/lib/contracts/cells.ts";
import type { Explain } from "./figure-dialog.tsx";
import type { FigureFilter } from "./figure-filter.ts";
import { FigureTableRow } from "./figure-table-row.tsx";
import { subjectNames } from "./figure-words.ts";
import { rateScale } from "./rate-scale.ts";
import { rowHref } from "./row-href.ts";
import { SortHead } from "./sort-head.tsx";
import { readSort } from "./sort-rows.ts";

interface FigureTableProps {
  figures: FiguresDto;
  rows: readonly FigureRow[];
  by: FigureSubject;
  filter: FigureFilter;
  /** The path of the page. */
  here: string;
  explain: Explain;
}

/** Groups ranked: what each brought and what it cost, against the period before. */
export function FigureTable({ figures, rows, by, filter, here, explain }: FigureTableProps) {
  const sort = readSort(filter.sort);
  const scale = rateScale(rows.map(({ current }) => current));
  const hasContacts = rows.some(({ gained }) => gained !== null);
  const right = "text-right";
  return (
    <Table label={`${subjectNames[by].many} ranked`}>
      <HeadRow>
        <SortHead column="name" sort={sort} className="bg-surface sm:sticky sm:left-0 sm:z-10">
          {subjectNames[by].one}
        </SortHead>
        {by === "source" ? (
          <SortHead column="method" sort={sort} className="max-2xl:hidden">
            Method
          </SortHead>
        ) : null}
        {hasContacts ? (
          <SortHead column="gained" sort={sort} className={right}>
            Contacts gained
          </SortHead>
        ) : null}
        <SortHead column="exposures" sort={sort} className={right}>
          Exposures
        </SortHead>
        <SortHead column="rate" sort={sort}>
          Negative per 1,000
        </SortHead>
        {filter.isCompared ? (
          <SortHead column="change" sort={sort}>
            Against before
          </SortHead>
        ) : null}
        <SortHead column="block" sort={sort} className={`${right} max-md:hidden`}>
          Blocks
        </SortHead>
        <SortHead column="report" sort={sort} className={`${right} max-md:hidden`}>
          Reports
        </SortHead>
        <SortHead column="opt_out" sort={sort} className={`${right} max-md:hidden`}>
          Opt-outs
        </SortHead>
        <SortHead column="suspected_block" sort={sort} className={`${right} max-md:hidden`}>
          Suspected blocks, inferred
        </SortHead>
        <Th>Trend</Th>
      </HeadRow>
      <TableBody>
        {rows.map((row) => (
          <FigureTableRow
            key={row.key ?? "\u0000none"}
            row={row}
            by={by}
            href={rowHref(row, by, here, filter)}
            scale={scale}
            smallGroupSize={figures.smallGroupSize}
            isCompared={filter.isCompared}
            explain={explain}
          />
        ))}
      </TableBody>
    </Table>
  );
}
