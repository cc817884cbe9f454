import { endpoints } from "@/lib/contracts/endpoints.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { listPageVersions } from "@/lib/services/pages/list-page-versions.ts";

export const GET = apiRoute(endpoints.listPageVersions, (ctx, { params: { id = "" }, query }) =>
  listPageVersions(ctx, id, query),
);
