import { endpoints } from "@/lib/contracts/endpoints.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { exportRegistry } from "@/lib/services/registry/export-registry.ts";
import { importRegistry } from "@/lib/services/registry/import-registry.ts";

export const GET = apiRoute(endpoints.exportRegistry, (ctx) => exportRegistry(ctx));
export const POST = apiRoute(endpoints.importRegistry, (ctx, { query, body }) =>
  importRegistry(ctx, body, { dryRun: query.dryRun === "true" }),
);
