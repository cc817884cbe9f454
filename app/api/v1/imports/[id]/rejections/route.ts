import { endpoints } from "@/lib/contracts/endpoints.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { csvDownload } from "@/lib/runtime/import-rejections-file.ts";
import { exportImportRejections, listImportRejections } from "@/lib/services/imports/list-rejections.ts";

export const GET = apiRoute(endpoints.listImportRejections, async (ctx, { params: { id = "" }, query }) =>
  query.format === "csv"
    ? csvDownload(await exportImportRejections(ctx, id), `rejected-${id.replace(/\W/g, "")}.csv`)
    : listImportRejections(ctx, id, query),
);
