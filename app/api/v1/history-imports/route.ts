import { endpoints } from "@/lib/contracts/endpoints.ts";
import { historyImportLimits } from "@/lib/contracts/history.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { openHistoryUpload } from "@/lib/runtime/history-upload.ts";
import { uploadRoute } from "@/lib/runtime/upload-route.ts";
import { importHistory } from "@/lib/services/history/import-history.ts";
import { listHistoryImports } from "@/lib/services/history/list-imports.ts";

export const GET = apiRoute(endpoints.listHistoryImports, (ctx, { query }) => listHistoryImports(ctx, query));

export const POST = uploadRoute(endpoints.importHistory, historyImportLimits.bytes, (ctx, upload) =>
  importHistory(ctx, openHistoryUpload(upload)),
);
