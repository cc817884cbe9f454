import { endpoints } from "@/lib/contracts/endpoints.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { keepHold } from "@/lib/services/holding/keep-hold.ts";

export const POST = apiRoute(endpoints.keepHold, (ctx, { params: { id = "" }, body }) =>
  keepHold(ctx, id, body),
);
