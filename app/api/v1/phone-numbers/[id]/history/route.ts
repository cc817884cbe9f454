import { endpoints } from "@/lib/contracts/endpoints.ts";
import { historyCsv } from "@/lib/core/history/history-csv.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { getPhoneNumberHistory } from "@/lib/services/phone-numbers/history.ts";

export const GET = apiRoute(endpoints.getPhoneNumberHistory, async (ctx, { params: { id = "" }, query }) => {
  const history = await getPhoneNumberHistory(ctx, id, query);
  if (query.format !== "csv") return history;
  return new Response(historyCsv("phone-number", id, history.changes), {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="history-${id.replace(/\W/g, "")}.csv"`,
    },
  });
});
