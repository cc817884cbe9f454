import { endpoints } from "@/lib/contracts/endpoints.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { createActivationMethod } from "@/lib/services/registry/create-activation-method.ts";
import { listActivationMethods } from "@/lib/services/registry/list-activation-methods.ts";

export const GET = apiRoute(endpoints.listActivationMethods, (ctx, { query }) =>
  listActivationMethods(ctx, query),
);
export const POST = apiRoute(endpoints.createActivationMethod, (ctx, { body }) =>
  createActivationMethod(ctx, body),
);
