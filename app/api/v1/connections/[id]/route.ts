import { endpoints } from "@/lib/contracts/endpoints.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { removeConnection } from "@/lib/services/connections/remove.ts";
import { updateConnection } from "@/lib/services/connections/update.ts";

export const PATCH = apiRoute(endpoints.updateConnection, (ctx, { params: { id = "" }, body }) =>
  updateConnection(ctx, id, body),
);
export const DELETE = apiRoute(endpoints.removeConnection, (ctx, { params: { id = "" } }) =>
  removeConnection(ctx, id),
);
