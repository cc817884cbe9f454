import { endpoints } from "@/lib/contracts/endpoints.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { approveHold } from "@/lib/services/holding/approve-hold.ts";

export const POST = apiRoute(endpoints.approveHold, (ctx, { params: { id = "" } }) => approveHold(ctx, id));
