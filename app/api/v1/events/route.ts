import { endpoints } from "@/lib/contracts/endpoints.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { csvDownload } from "@/lib/runtime/import-rejections-file.ts";
import { exportEvents, listEvents } from "@/lib/services/events/list-events.ts";

export const GET = apiRoute(endpoints.getEvents, async (ctx, { query }) => {
  if (query.format !== "csv") return listEvents(ctx, query);
  const { suppressed, pieces } = await exportEvents(ctx, query);
  const file = csvDownload(pieces, "events.csv");
  // A file without rows must not pass for "nothing happened".
  if (suppressed) file.headers.set("x-suppressed", "true");
  return file;
});
