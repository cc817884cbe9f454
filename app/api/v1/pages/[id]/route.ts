import { endpoints } from "@/lib/contracts/endpoints.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { getPage } from "@/lib/services/pages/get-page.ts";
import { updatePage } from "@/lib/services/pages/update-page.ts";

export const GET = apiRoute(endpoints.getPage, (ctx, { params: { id = "" } }) => getPage(ctx, id));
export const PATCH = apiRoute(endpoints.updatePage, (ctx, { params: { id = "" }, body }) =>
  updatePage(ctx, id, body),
);
