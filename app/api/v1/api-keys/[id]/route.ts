import { endpoints } from "@/lib/contracts/endpoints.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { revokeApiKey } from "@/lib/services/api-keys/revoke.ts";

export const DELETE = apiRoute(endpoints.revokeApiKey, (ctx, { params: { id = "" } }) =>
  revokeApiKey(ctx, id),
);
