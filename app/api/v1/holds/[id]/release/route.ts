import { endpoints } from "@/lib/contracts/endpoints.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { releaseHold } from "@/lib/services/holding/release-hold.ts";

export const POST = apiRoute(endpoints.releaseHold, (ctx, { params: { id = "" } }) => releaseHold(ctx, id));
