import type { FigureRow, FigureSubject } from "@/lib/contracts/cells.ts";
import { drillHref, type FigureFilter } from "./figure-filter.ts";

/**
 * One step down the path: a number or a template narrows this page, a method narrows the sources, a source or a campaign
 * has its page. Range and filters stay. Null: the path ends here.
 */
export function rowHref(
  row: Pick<FigureRow, "key" | "id">,
  by: FigureSubject,
  here: string,
  filter: FigureFilter,
): string | null {
  if (row.key === null) return null;
  switch (by) {
    case "source":
      return row.id === null
        ? null
        : drillHref(`/sources/${encodeURIComponent(row.id)}`, filter, { source: null });
    case "campaign":
      return row.id === null
        ? null
        : drillHref(`/campaigns/${encodeURIComponent(row.id)}`, filter, { campaign: null });
    case "method":
      return drillHref("/sources", filter, { method: row.key });
    case "phoneNumberId":
    case "template":
      return drillHref(here, filter, { [by]: row.key });
    case "cohort":
      return null;
  }
}
