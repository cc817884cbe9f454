import { endpoints } from "@/lib/contracts/endpoints.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { removeChannel, updateChannel } from "@/lib/services/channels/update.ts";

export const PATCH = apiRoute(endpoints.updateChannel, (ctx, { params: { id = "" }, body }) =>
  updateChannel(ctx, id, body),
);
export const DELETE = apiRoute(endpoints.removeChannel, (ctx, { params: { id = "" } }) =>
  removeChannel(ctx, id),
);
