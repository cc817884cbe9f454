import { endpoints } from "@/lib/contracts/endpoints.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { listDeclared } from "@/lib/services/declared/list-declared.ts";

export const GET = apiRoute(endpoints.getDeclared, (ctx, { query }) => listDeclared(ctx, query));
