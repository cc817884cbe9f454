import { endpoints } from "@/lib/contracts/endpoints.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { importFiles } from "@/lib/runtime/import-files.ts";
import { getImport } from "@/lib/services/imports/list-imports.ts";
import { updateImport } from "@/lib/services/imports/update-import.ts";

export const GET = apiRoute(endpoints.getImport, (ctx, { params: { id = "" } }) => getImport(ctx, id));

export const PATCH = apiRoute(endpoints.updateImport, (ctx, { params: { id = "" }, body }) =>
  updateImport(ctx, importFiles, id, body),
);
