import { endpoints } from "@/lib/contracts/endpoints.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { getMethodRamp } from "@/lib/services/launches/get-method-ramp.ts";

export const GET = apiRoute(endpoints.getMethodRamp, (ctx, { params: { id = "" } }) =>
  getMethodRamp(ctx, id),
);
