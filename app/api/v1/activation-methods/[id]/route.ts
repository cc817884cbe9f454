import { endpoints } from "@/lib/contracts/endpoints.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { getActivationMethod } from "@/lib/services/registry/get-activation-method.ts";
import { updateActivationMethod } from "@/lib/services/registry/update-activation-method.ts";

export const GET = apiRoute(endpoints.getActivationMethod, (ctx, { params: { id = "" } }) =>
  getActivationMethod(ctx, id),
);
export const PATCH = apiRoute(endpoints.updateActivationMethod, (ctx, { params: { id = "" }, body }) =>
  updateActivationMethod(ctx, id, body),
);
