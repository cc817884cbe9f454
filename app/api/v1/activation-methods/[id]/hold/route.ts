import { endpoints } from "@/lib/contracts/endpoints.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { moveActivationMethod } from "@/lib/services/registry/move-activation-method.ts";

export const POST = apiRoute(endpoints.holdActivationMethod, (ctx, { params: { id = "" }, body }) =>
  moveActivationMethod(ctx, id, "hold", body),
);
