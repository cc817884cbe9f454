import { endpoints } from "@/lib/contracts/endpoints.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { importFiles } from "@/lib/runtime/import-files.ts";
import { previewImport } from "@/lib/services/imports/preview-import.ts";

export const POST = apiRoute(endpoints.previewImport, (ctx, { body }) =>
  previewImport(ctx, importFiles, body),
);
