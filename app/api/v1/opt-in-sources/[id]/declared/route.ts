import { endpoints } from "@/lib/contracts/endpoints.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { getSourceDeclared } from "@/lib/services/declared/get-source-declared.ts";

export const GET = apiRoute(endpoints.getSourceDeclared, (ctx, { params: { id = "" }, query }) =>
  getSourceDeclared(ctx, id, query),
);
