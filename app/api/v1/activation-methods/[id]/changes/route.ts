import { endpoints } from "@/lib/contracts/endpoints.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { listRegistryChanges } from "@/lib/services/registry/list-changes.ts";

export const GET = apiRoute(endpoints.listActivationMethodChanges, (ctx, { params: { id = "" }, query }) =>
  listRegistryChanges(ctx, "activation-method", id, query),
);
