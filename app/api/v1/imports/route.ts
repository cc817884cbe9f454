import { endpoints } from "@/lib/contracts/endpoints.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { importFiles } from "@/lib/runtime/import-files.ts";
import { createImport } from "@/lib/services/imports/create-import.ts";
import { listImports } from "@/lib/services/imports/list-imports.ts";

export const GET = apiRoute(endpoints.listImports, (ctx, { query }) => listImports(ctx, query));

export const POST = apiRoute(endpoints.createImport, (ctx, { body }) => createImport(ctx, importFiles, body));
