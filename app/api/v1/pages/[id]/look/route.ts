import { endpoints } from "@/lib/contracts/endpoints.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { lookAtPage } from "@/lib/services/pages/look-at-page.ts";

export const POST = apiRoute(endpoints.lookAtPage, (ctx, { params: { id = "" } }) => lookAtPage(ctx, id));
