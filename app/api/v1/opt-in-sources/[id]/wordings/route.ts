import { endpoints } from "@/lib/contracts/endpoints.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { addSourceWording } from "@/lib/services/registry/add-wording.ts";
import { listSourceWordings } from "@/lib/services/registry/list-wordings.ts";

export const GET = apiRoute(endpoints.listSourceWordings, (ctx, { params: { id = "" }, query }) =>
  listSourceWordings(ctx, id, query),
);
export const POST = apiRoute(endpoints.addSourceWording, (ctx, { params: { id = "" }, body }) =>
  addSourceWording(ctx, id, body),
);
