import type { FigureRow, negativeKinds } from "@/lib/contracts/cells.ts";

const columns = [
  "name",
  "method",
  "gained",
  "exposures",
  "block",
  "report",
  "opt_out",
  "suspected_block",
  "rate",
  "change",
] as const;
export type FigureColumn = (typeof columns)[number];
export interface Sort {
  readonly column: FigureColumn;
  readonly isDescending: boolean;
}

const usual: Sort = { column: "exposures", isDescending: true };
const textColumns: readonly FigureColumn[] = ["name", "method"];

/** "rate", "-rate"; anything else is the usual order, the largest first. */
export function readSort(text: string | null): Sort {
  const isDescending = text?.startsWith("-") ?? false;
  const column = columns.find((one) => one === (isDescending ? text?.slice(1) : text));
  return column === undefined ? usual : { column, isDescending };
}

/** What a press on a column's head asks for; null: the usual order. */
export function nextSort(now: Sort, column: FigureColumn): string | null {
  const isText = textColumns.includes(column);
  const isDescending = now.column === column ? !now.isDescending : !isText;
  if (column === usual.column && isDescending === usual.isDescending) return null;
  return isDescending ? `-${column}` : column;
}

/** One signal's rate per exposure; null: hidden, or no exposures to hold it against. */
export function signalRate(row: FigureRow, kind: (typeof negativeKinds)[number]): number | null {
  const { signals, exposures } = row.current;
  return signals === null || exposures === null || exposures === 0 ? null : signals[kind] / exposures;
}

/** Rows without a value come last whichever way it is sorted: missing is neither small nor large. */
export function sortRows(rows: readonly FigureRow[], { column, isDescending }: Sort): FigureRow[] {
  const sign = isDescending ? -1 : 1;
  return rows
    .map((row) => ({ row, value: valueOf(row, column) }))
    .sort((a, b) => {
      if (a.value === null || b.value === null) return Number(a.value === null) - Number(b.value === null);
      if (typeof a.value === "string" || typeof b.value === "string") {
        return sign * String(a.value).localeCompare(String(b.value), "en", { numeric: true });
      }
      return sign * (a.value - b.value);
    })
    .map(({ row }) => row);
}

function valueOf(row: FigureRow, column: FigureColumn): number | string | null {
  switch (column) {
    case "name":
      return row.key === null ? null : row.name;
    case "method":
      return row.methodName;
    case "gained":
      return row.gained;
    case "exposures":
      return row.current.exposures;
    case "rate":
      return row.current.rate;
    case "change":
      return row.change?.ratio ?? null;
    case "block":
    case "report":
    case "opt_out":
    case "suspected_block":
      return signalRate(row, column);
  }
}
