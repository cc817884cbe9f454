import { figureRows } from "@/components/figures/figure-csv.ts";
import { endpoints } from "@/lib/contracts/endpoints.ts";
import { csvText } from "@/lib/core/history/csv-text.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { listFigures } from "@/lib/services/cells/list-figures.ts";

export const GET = apiRoute(endpoints.getFigures, async (ctx, { query }) => {
  const figures = await listFigures(ctx, query);
  if (query.format !== "csv") return figures;
  return new Response(csvText(figureRows(figures, query.by, figures.data)), {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="figures-${query.by}.csv"`,
    },
  });
});
