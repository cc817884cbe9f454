import { endpoints } from "@/lib/contracts/endpoints.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { holdAgain } from "@/lib/services/holding/hold-again.ts";

export const POST = apiRoute(endpoints.holdAgain, (ctx, { params: { id = "" } }) => holdAgain(ctx, id));
