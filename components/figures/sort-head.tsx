"use client";

import type { ReactNode } from "react";
import { replaceUrl } from "@/components/layout/replace-url.ts";
import { Th } from "@/components/ui/table.tsx";
import { nextSort, type FigureColumn, type Sort } from "./sort-rows.ts";

interface SortHeadProps {
  column: FigureColumn;
  sort: Sort;
  className?: string;
  children: ReactNode;
}

/** Head of a column by which the table can be sorted; the choice is in the URL. */
export function SortHead({ column, sort, className = "", children }: SortHeadProps) {
  const isSorted = sort.column === column;
  return (
    <Th
      className={className}
      aria-sort={isSorted ? (sort.isDescending ? "descending" : "ascending") : undefined}
    >
      <button
        type="button"
        onClick={() => replaceUrl({ sort: nextSort(sort, column) ?? "" })}
        className="hit hover:text-ink inline-flex items-center gap-1 font-medium"
      >
        {children}
        <span aria-hidden="true" className={isSorted ? "" : "invisible"}>
          {isSorted && !sort.isDescending ? "↑" : "↓"}
        </span>
      </button>
    </Th>
  );
}
