import { endpoints } from "@/lib/contracts/endpoints.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { declineHold } from "@/lib/services/holding/decline-hold.ts";

export const POST = apiRoute(endpoints.declineHold, (ctx, { params: { id = "" }, body }) =>
  declineHold(ctx, id, body),
);
