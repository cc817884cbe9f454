import { endpoints } from "@/lib/contracts/endpoints.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { listWabas } from "@/lib/services/history/list-wabas.ts";

export const GET = apiRoute(endpoints.listWabas, (ctx, { query }) => listWabas(ctx, query));
