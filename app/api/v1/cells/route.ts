import { cellRows } from "@/components/figures/figure-csv.ts";
import { endpoints } from "@/lib/contracts/endpoints.ts";
import { csvText } from "@/lib/core/history/csv-text.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { listCells } from "@/lib/services/cells/list-cells.ts";

export const GET = apiRoute(endpoints.getCells, async (ctx, { query }) => {
  const cells = await listCells(ctx, query);
  if (query.format !== "csv") return cells;
  return new Response(csvText(cellRows(cells, [...new Set(query.by)])), {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": 'attachment; filename="cells.csv"',
      // A file has no place for it, and a page of a long answer must not pass for the whole.
      ...(cells.nextCursor === null ? {} : { "x-next-cursor": cells.nextCursor }),
    },
  });
});
