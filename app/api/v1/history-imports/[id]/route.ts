import { endpoints } from "@/lib/contracts/endpoints.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { removeHistoryImport } from "@/lib/services/history/remove-import.ts";

export const DELETE = apiRoute(endpoints.removeHistoryImport, (ctx, { params: { id = "" } }) =>
  removeHistoryImport(ctx, id),
);
